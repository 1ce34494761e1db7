import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { systemClock } from "@mission-control/series";
import { openRecords, type Records } from "@mission-control/store";

/** What was found after the kills. A change is an alert's id and `firing` or `resolved`; no alert fires more than once. */
export interface Found {
  /** Changes that are on disk, and how many of them were told to be kept by the processes before they were killed. */
  readonly kept: number;
  readonly acknowledged: number;
  /** Messages that the receiver was sent, and how many of them it had got before. */
  readonly received: number;
  readonly again: number;
  /** Kept, but the receiver never took it. */
  readonly lost: string[];
  /** Acknowledged, but not on disk. */
  readonly forgotten: string[];
  /** The receiver was told of them under more than one id. */
  readonly otherIds: string[];
  /** The receiver was told of them, but they are not on disk. */
  readonly untrue: string[];
  /** Made more than once, as if a restart had forgotten the first. */
  readonly twice: string[];
  /** Alerts of which the states, the groups and the history did not agree after a kill. */
  readonly torn: string[];
  /** Alerts that fired at a kill, so that the next process had to go on with them. */
  readonly goneOn: number;
}

/** Where a process is killed: while the receiver has not answered, as soon as it has, or a moment later. */
const places = ["unanswered", "answered", "later"] as const;

/**
 * Lets a process evaluate a rule and send the messages of its alerts to a receiver on loopback, which says no to some, kills it
 * with SIGKILL around one of its sends, again and again; the last process is left until nothing fires and nothing waits. `script`
 * is the bundled child.ts.
 */
export async function killRepeatedly(options: {
  script: string;
  dir: string;
  kills: number;
}): Promise<Found> {
  const { script, dir, kills } = options;
  const ids = new Map<string, Set<string>>();
  const acknowledged = new Set<string>();
  const taken = new Set<string>();
  const messages = new Set<string>();
  const torn = new Set<string>();
  let goneOn = 0;
  let received = 0;
  let again = 0;
  let onRequest: (answer: () => void) => void = (answer) => answer();

  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const id = String(request.headers["webhook-id"]);
      const { alerts } = (JSON.parse(body) as { data: { alerts: { id: string; status: string }[] } }).data;
      const changes = alerts.map((alert) => `${alert.id} ${alert.status}`);
      received++;
      if (messages.has(id)) again++;
      messages.add(id);
      for (const change of changes) ids.set(change, (ids.get(change) ?? new Set()).add(id));
      onRequest(() =>
        answer(response, () => {
          for (const change of changes) taken.add(change);
        }),
      );
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  const began = String(systemClock.now());

  try {
    for (let run = 0; run < kills; run++) {
      const child = start(script, [dir, url, began], (line) => {
        if (line.startsWith("kept ")) acknowledged.add(line.slice(5));
      });
      let sends = 1 + Math.floor(Math.random() * 12);
      const place = places[run % places.length]!;
      onRequest = (answer) => {
        if (--sends !== 0) answer();
        else if (place === "unanswered") child.process.kill("SIGKILL");
        else {
          answer();
          if (place === "answered") child.process.kill("SIGKILL");
          else systemClock.after(Math.random() * 20, () => child.process.kill("SIGKILL"));
        }
      };
      if ((await child.ended) !== "SIGKILL") throw new Error("the child ended by itself");
      const stands = await standing(dir);
      goneOn += stands.firing;
      for (const alert of stands.torn) torn.add(alert);
    }
    onRequest = (answer) => answer();
    await new Promise<void>((resolve, reject) => {
      const last = start(script, [dir, url, began, "end"], (line) => {
        if (line.startsWith("kept ")) acknowledged.add(line.slice(5));
        if (line === "idle") last.process.kill("SIGKILL");
      });
      last.ended.then(
        (signal) => (signal === "SIGKILL" ? resolve() : reject(new Error("the last one ended"))),
        reject,
      );
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
  const made = await changesOf(dir);
  const kept = new Set(made);
  for (const alert of (await standing(dir)).torn) torn.add(alert);
  return {
    kept: kept.size,
    acknowledged: acknowledged.size,
    received,
    again,
    lost: [...kept].filter((change) => !taken.has(change)),
    forgotten: [...acknowledged].filter((change) => !kept.has(change)),
    otherIds: [...ids].filter(([, known]) => known.size > 1).map(([change]) => change),
    untrue: [...ids.keys()].filter((change) => !kept.has(change)),
    twice: made.filter((change, i) => made.indexOf(change) !== i),
    torn: [...torn],
    goneOn,
  };
}

/** One in ten is told to come again. */
function answer(response: ServerResponse, took: () => void): void {
  if (Math.random() < 0.1) response.writeHead(503).end();
  else {
    took();
    response.writeHead(200).end();
  }
}

function start(script: string, args: string[], onLine: (line: string) => void) {
  const child: ChildProcess = spawn(process.execPath, [script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const lines = createInterface({ input: child.stdout! });
  lines.on("line", onLine);
  const ended = Promise.all([exit, once(lines, "close")]).then(([[, signal]]) => signal);
  return { process: child, ended };
}

/** Every change, as the history of alerts has them, the newest first. */
async function changesOf(dir: string): Promise<string[]> {
  const records = await openRecords({ dir, clock: systemClock });
  const made = await historyOf(records);
  await records.close();
  return made;
}

async function historyOf(records: Records): Promise<string[]> {
  const made: string[] = [];
  let before: number | undefined;
  do {
    const page = await records.alerts.history({ limit: 1_000, ...(before === undefined ? {} : { before }) });
    for (const { alert, to } of page.changes) made.push(`${alert} ${to === "normal" ? "resolved" : to}`);
    before = page.next ?? undefined;
  } while (before !== undefined);
  return made;
}

/** How many alerts fire by what is kept, and those of which states, groups and history do not agree: they are kept together. */
async function standing(dir: string): Promise<{ firing: number; torn: string[] }> {
  const records = await openRecords({ dir, clock: systemClock });
  const states = (await records.alerts.states()).filter(({ state }) => isFiring(state));
  const byState = new Set(states.map(({ id }) => id));
  const groups = await records.groups.list();
  const byGroup = new Set(groups.flatMap(({ told }) => Object.keys(told)));
  const made = new Set(await historyOf(records));
  await records.close();
  const all = [...new Set([...made].map((change) => change.split(" ")[0]!)), ...byState, ...byGroup];
  const byHistory = (id: string) => made.has(`${id} firing`) && !made.has(`${id} resolved`);
  const torn = all.filter((id) => byState.has(id) !== byGroup.has(id) || byState.has(id) !== byHistory(id));
  return { firing: byState.size, torn };
}

const isFiring = (state: unknown): boolean => (state as { state?: unknown }).state === "firing";

/** Where the child's source is. */
export const childScript = join(import.meta.dirname, "child.ts");
