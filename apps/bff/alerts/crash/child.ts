/**
 * A process to be killed: the engine evaluates a rule over real records, alerts begin and end in it one after another, and the
 * delivery sends what waits. It prints each change that was kept, and `idle` each time that nothing fires and nothing waits.
 * Arguments: data folder, the receiver's address, when the first of these processes began, and `end` where nothing may fire any
 * more after a moment.
 */
import { planNotices } from "@mission-control/alerts";
import { createTold, sendBy } from "@mission-control/alerts/delivery";
import { keptRuleSchema, rawChannelSchema, ruleSchema } from "@mission-control/contracts";
import { type Clock, fasterClock, floorToStep, labelsOf, systemClock } from "@mission-control/series";
import {
  createAddressPolicy,
  createGuardedConnect,
  createGuardedLookup,
  createOutgoing,
  faultWords,
} from "@mission-control/sources";
import { openRecords } from "@mission-control/store";
import { createNotices } from "../delivery.ts";
import { createAlertEngine } from "../engine.ts";
import { createEventCounts } from "../event-counts.ts";

/** A second of the rule passes in 10 ms. */
const FASTER = 100;
const STEP_MS = 1_000;
/** An alert begins every so many steps; each fourth one lasts over a restart, the others do not. */
const STEPS_AN_ALERT = 2;
const LASTS_STEPS = 20;
const LONG_STEPS = 400;

const [dir = "", url = "", began = "0", how = ""] = process.argv.slice(2);
const beganMs = Number(began);
const real = systemClock;
// It goes on over a restart, as a machine's clock does.
const clock: Clock = {
  ...fasterClock(real, FASTER),
  now: () => beganMs + (real.now() - beganMs) * FASTER,
};
const endMs = how === "end" ? clock.now() + 20 * STEP_MS : Number.POSITIVE_INFINITY;
const onError = (error: unknown) => console.error(error);

const records = await openRecords({ dir, clock: real });
const channel = rawChannelSchema.parse({ slug: "hook", name: "Hook", kind: "webhook", url });
const lookup = createGuardedLookup({ policy: createAddressPolicy({ allow: ["127.0.0.1"] }) });
const tools = {
  clock: real,
  post: createOutgoing({ lookup, clock: real }),
  connect: createGuardedConnect({ lookup, clock: real }),
  faultWords,
  told: createTold(),
  show: async () => 0,
};
const delivery = createNotices({
  clock: real,
  records: records.notices,
  contextOf: async () => ({ picture: undefined, lastDeploy: undefined, changed: [] }),
  address: () => "http://127.0.0.1",
  retentionMs: 86_400_000,
  onError,
}).deliverBy({
  ready: async () => ({ enabled: true, fallback: undefined, channel, missing: [] }),
  send: (_ready, message, late) => sendBy(channel, message, tools, late),
  disable: async () => {},
});

/** What fires at a time: it follows from the time alone, in each of these processes. */
function firingAt(timeMs: number) {
  if (timeMs > endMs) return [];
  const step = Math.floor((timeMs - beganMs) / STEP_MS);
  const found = [];
  for (let begun = step - LONG_STEPS + 1; begun <= step; begun++) {
    const isOn = begun >= 0 && begun % STEPS_AN_ALERT === 0;
    const lasts = begun % (4 * STEPS_AN_ALERT) === 0 ? LONG_STEPS : LASTS_STEPS;
    if (isOn && step < begun + lasts) found.push({ labels: labelsOf([["n", String(begun)]]), value: 1 });
  }
  return found;
}

const rule = ruleSchema.parse({
  slug: "kill",
  name: "Kill",
  when: { kind: "promql", expr: "asked_by_a_test" },
  everyMs: STEP_MS,
  tell: { channels: ["hook"], groupBy: ["n"], waitMs: 0, intervalMs: 0, repeatMs: 0 },
});
const nothing = { silences: [], muteTimes: [], inhibitions: [], acknowledgements: new Map() };
const engine = await createAlertEngine({
  clock,
  baseStepMs: STEP_MS,
  asking: { isElsewhere: () => false, answer: async (_question, timeMs) => firingAt(timeMs) },
  counts: createEventCounts({ find: () => Promise.reject(new Error("no events here")) }),
  records: records.alerts,
  rules: [keptRuleSchema.parse({ ...rule, version: 1, savedMs: 1 })],
  groups: await records.groups.list(),
  plan: planNotices,
  wishes: () => nothing,
  kept({ turns, notices }) {
    if (notices.length > 0) delivery.wake();
    for (const { alert } of turns) process.stdout.write(`kept ${changeOf(alert.id, alert.state)}\n`);
  },
  saidBefore: () => {},
  onError,
});
delivery.start();

/** A change as the receiver is told of it. */
function changeOf(id: string, state: string): string {
  return `${id} ${state === "normal" ? "resolved" : state}`;
}

// The clock's timers do not keep a process alive.
setInterval(() => {}, 1_000);
for (;;) {
  engine.seal(floorToStep(clock.now(), STEP_MS));
  await engine.idle();
  const isOver = clock.now() > endMs + STEP_MS && engine.alerts().length === 0;
  if (isOver && (await records.notices.waitingAfter(0)).length === 0) process.stdout.write("idle\n");
  await new Promise<void>((resume) => real.after(STEP_MS / FASTER, resume));
}
