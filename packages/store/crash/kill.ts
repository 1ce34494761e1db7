import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createMatcher, systemClock } from "@mission-control/series";
import { openHistory } from "../adapters/duckdb.ts";
import { openSpool } from "../spool.ts";
import { createDrain } from "../write.ts";

/** What was found after the last kill. Batches are known by their numbers. */
export interface Found {
  readonly acknowledged: number;
  readonly samples: number;
  /** Acknowledged, but an event or a sample of it is not there. */
  readonly lost: number[];
  /** There more than once. */
  readonly twice: number[];
  /** What the stores said was wrong: nothing, after kills alone. */
  readonly problems: { code: string; message: string }[];
}

/**
 * Lets a process append to the data folder, kills it with SIGKILL after `liveMs()` from when it is ready, again and again,
 * and then looks at what is there. `script` is the bundled child.ts.
 */
export async function killRepeatedly(options: {
  script: string;
  dir: string;
  kills: number;
  batchSize: number;
  liveMs: () => number;
}): Promise<Found> {
  const { script, dir, kills, batchSize, liveMs } = options;
  const acknowledged = new Set<number>();
  for (let run = 0; run < kills; run++) {
    // Some of the last ones were acknowledged, some kept only, some neither: the child sends them all again.
    const first = Math.max(0, Math.max(0, ...tail(acknowledged)) - 20);
    const args = [script, dir, String(first), String(run), String(batchSize)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "exit");
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      if (line === "ready") systemClock.after(liveMs(), () => child.kill("SIGKILL"));
      else if (/^\d+$/.test(line)) acknowledged.add(Number(line));
    });
    const [[, signal]] = await Promise.all([ended, once(lines, "close")]);
    if (signal !== "SIGKILL") throw new Error("the child ended by itself");
  }
  return look(dir, acknowledged, batchSize);
}

/** The numbers of several clients are acknowledged nearly in order. */
const tail = (numbers: Set<number>): number[] => [...numbers].slice(-100);

async function look(dir: string, acknowledged: ReadonlySet<number>, batchSize: number): Promise<Found> {
  const history = await openHistory({ dir, clock: systemClock });
  const spool = openSpool({ dir, clock: systemClock, maxBytes: 1e9, afterSeq: history.appliedSeq() });
  await createDrain({ spool, history, clock: systemClock }).drained();
  const events = new Map<number, number>();
  let before: string | undefined;
  do {
    const page = await history.events.find({ limit: 1_000, ...(before === undefined ? {} : { before }) });
    for (const { id } of page.events)
      events.set(Number.parseInt(id, 10), (events.get(Number.parseInt(id, 10)) ?? 0) + 1);
    before = page.next ?? undefined;
  } while (before !== undefined);
  const samples = new Map<number, number>();
  for (const { values } of await history.series.select([createMatcher("__name__", "=", "m")], 0, Infinity)) {
    for (const value of values) samples.set(value, (samples.get(value) ?? 0) + 1);
  }
  const problems = [...history.problems(), ...spool.problems()];
  spool.close();
  await history.close();
  const numbers = [...new Set([...acknowledged, ...events.keys(), ...samples.keys()])];
  return {
    acknowledged: acknowledged.size,
    samples: acknowledged.size * batchSize,
    lost: [...acknowledged].filter((n) => !events.has(n) || (samples.get(n) ?? 0) < batchSize),
    twice: numbers.filter((n) => (events.get(n) ?? 0) > 1 || (samples.get(n) ?? 0) > batchSize),
    problems,
  };
}

/** Where the child's source is. */
export const childScript = join(import.meta.dirname, "child.ts");
