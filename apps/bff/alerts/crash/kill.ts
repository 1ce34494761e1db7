import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { systemClock } from "@mission-control/series";
import { openRecords } from "@mission-control/store";

/** What was found after the last kill. Alerts are known by their ids. */
export interface Found {
  /** Alerts that are on disk, and how many of them were told to be kept by the processes before they were killed. */
  readonly kept: number;
  readonly acknowledged: number;
  /** Messages that the receiver was sent, and how many of them it had got before. */
  readonly received: number;
  readonly again: number;
  /** Kept, but the receiver never took it. */
  readonly lost: string[];
  /** Acknowledged, but not on disk. */
  readonly forgotten: string[];
  /** Alerts of which the receiver was told under more than one id. */
  readonly otherIds: string[];
  /** The receiver was told of them, but they are not on disk. */
  readonly untrue: string[];
}

/** Where a process is killed: while the receiver has not answered, as soon as it has, or a moment later. */
const places = ["unanswered", "answered", "later"] as const;

/**
 * Lets a process make alerts and send their messages to a receiver on loopback, which says no to some, kills it with SIGKILL
 * around one of its sends, again and again; the last process is left until nothing waits. `script` is the bundled child.ts.
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
      const alert = (JSON.parse(body) as { data: { alerts: { id: string }[] } }).data.alerts[0]!.id;
      const known = ids.get(alert) ?? new Set();
      received++;
      if (known.has(id)) again++;
      ids.set(alert, known.add(id));
      onRequest(() => answer(response, () => taken.add(alert)));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;

  try {
    for (let run = 0; run < kills; run++) {
      const child = start(script, [dir, url, String(run)], (line) => {
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
    }
    onRequest = (answer) => answer();
    await new Promise<void>((resolve, reject) => {
      const last = start(script, [dir, url, "last", "3"], (line) => {
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
  const kept = await keptAlerts(dir);
  return {
    kept: kept.size,
    acknowledged: acknowledged.size,
    received,
    again,
    lost: [...kept].filter((alert) => !taken.has(alert)),
    forgotten: [...acknowledged].filter((alert) => !kept.has(alert)),
    otherIds: [...ids].filter(([, known]) => known.size > 1).map(([alert]) => alert),
    untrue: [...ids.keys()].filter((alert) => !kept.has(alert)),
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

/** The alerts that fired, as the history of alerts has them. */
async function keptAlerts(dir: string): Promise<Set<string>> {
  const records = await openRecords({ dir, clock: systemClock });
  const kept = new Set<string>();
  let before: number | undefined;
  do {
    const page = await records.alerts.history({ limit: 1_000, ...(before === undefined ? {} : { before }) });
    for (const { alert } of page.changes) kept.add(alert);
    before = page.next ?? undefined;
  } while (before !== undefined);
  await records.close();
  return kept;
}

/** Where the child's source is. */
export const childScript = join(import.meta.dirname, "child.ts");
