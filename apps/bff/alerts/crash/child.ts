/**
 * A process to be killed: alerts begin to fire in it one after another, each kept with its notice in one transaction, and the
 * delivery sends what waits. It prints the id of each alert that was kept, and `idle` each time that nothing waits. Arguments:
 * data folder, the receiver's address, name of this run, alerts to make (-1 is no end).
 */
import { createTold, sendBy } from "@mission-control/alerts/delivery";
import { type Alert, eventIdAt, rawChannelSchema } from "@mission-control/contracts";
import { systemClock } from "@mission-control/series";
import {
  createAddressPolicy,
  createGuardedConnect,
  createGuardedLookup,
  createOutgoing,
  faultWords,
} from "@mission-control/sources";
import { openRecords } from "@mission-control/store";
import { createNotices } from "../delivery.ts";

const [dir = "", url = "", run = "", most = "-1"] = process.argv.slice(2);
const clock = systemClock;
const records = await openRecords({ dir, clock });
const channel = rawChannelSchema.parse({ slug: "hook", name: "Hook", kind: "webhook", url });
const lookup = createGuardedLookup({ policy: createAddressPolicy({ allow: ["127.0.0.1"] }) });
const tools = {
  clock,
  post: createOutgoing({ lookup, clock }),
  connect: createGuardedConnect({ lookup, clock }),
  faultWords,
  told: createTold(),
  show: async () => 0,
};
const delivery = createNotices({
  clock,
  records: records.notices,
  contextOf: async () => ({ picture: undefined, lastDeploy: undefined, changed: [] }),
  address: () => "http://127.0.0.1",
  retentionMs: 86_400_000,
  onError: (error) => console.error(error),
}).deliverBy({
  ready: async () => ({ enabled: true, fallback: undefined, channel, missing: [] }),
  send: (_ready, message) => sendBy(channel, message, tools),
  disable: async () => {},
});
delivery.start();
process.stdout.write("ready\n");

const pause = (ms: number) => new Promise<void>((resume) => clock.after(ms, resume));

function alertOf(id: string): Alert {
  const about = {
    rule: "kill",
    ruleName: "Kill",
    labels: { alert: id },
    unit: "none",
    severity: "error",
  } as const;
  const said = { title: `Alert ${id}`, description: "", owner: "", runbook: "", link: "/", error: null };
  const nowMs = clock.now();
  const stands = { state: "firing", sinceMs: nowMs, firingMs: nowMs, value: 1 } as const;
  return { id, ...about, ...said, ...stands, acknowledged: null, quiet: [] };
}

/** The change and the notice of an alert, as the engine keeps them. */
async function fire(id: string): Promise<void> {
  const alert = alertOf(id);
  const createdMs = clock.now();
  const about = { channel: "hook", group: id, reason: "firing", more: 0, createdMs } as const;
  const notice = { id: eventIdAt(createdMs), alerts: [alert], ...about };
  await records.alerts.commit({
    states: [{ id, rule: "kill", state: {} }],
    removed: [],
    changes: [{ alert, from: "normal", atMs: createdMs }],
    notices: [notice],
    groups: [],
    ended: [],
    released: [],
  });
  process.stdout.write(`kept ${id}\n`);
  delivery.wake();
}

// The clock's timers do not keep a process alive.
setInterval(() => {}, 1_000);
for (let n = 0; Number(most) < 0 || n < Number(most); n++) {
  await fire(`${run}/${n}`);
  await pause(Math.random() * 10);
}
for (;;) {
  if ((await records.notices.waitingAfter(0)).length === 0) process.stdout.write("idle\n");
  await pause(50);
}
