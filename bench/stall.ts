import { randomBytes } from "node:crypto";
import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "./ground/bench.ts";
import { type Subject, startOurs } from "./ground/subjects.ts";
import { median, tableOf } from "./ground/table.ts";
import { tell, thousandSeries } from "./ground/world.ts";
import { writeAll } from "./ground/write.ts";

const STEP_MS = 10_000;
/** As long as each query is asked again, ms. */
const LOAD_MS = 20_000;

/** What costs a server most, each within the limits: to read, to compute, to answer. */
const heaviest = [
  { name: "nothing", expr: undefined, stepS: 60 },
  { name: "reads everything", expr: 'count(count_over_time({__name__=~".+"}[24h]))', stepS: 86_400 },
  { name: "computes", expr: "sum(quantile_over_time(0.9, cpu_percent[10m]))", stepS: 10 },
  { name: "answers much", expr: '{job=~".+"}', stepS: 60 },
  { name: "answers much, many steps", expr: "rate(http_requests_total[5m])", stepS: 10 },
] as const;

/** The heaviest queries while a thousand browsers watch: how long the event loop is held. */
export const stall: Bench = async ({ scale }) => {
  const subject = await startOurs({ MISSION_CONTROL_STEP: "1s" });
  const watchers = Math.round(1_000 * scale);
  try {
    const endMs = Math.floor(Date.now() / STEP_MS) * STEP_MS;
    const stretch = { startMs: endMs - Math.round(8_640 * scale) * STEP_MS, endMs, stepMs: STEP_MS };
    await writeAll([subject], () => tell(thousandSeries(), [stretch]));
    const frames = await watch(subject, watchers);
    const rows: (string | number)[][] = [];
    for (const { name, expr, stepS } of heaviest) {
      const before = frames();
      const asked = { expr, stepS, startS: stretch.startMs / 1_000, endS: endMs / 1_000 };
      const { queries, medianMs, lags } = await underLoad(subject, asked);
      const framesEach = (frames() - before) / watchers;
      rows.push([name, queries, medianMs, Math.max(...lags) * 1_000, median(lags) * 1_000, framesEach]);
    }
    const worst = Math.max(...rows.map((row) => Number(row[3])));
    return {
      table: tableOf(
        ["query", "asked", "took, ms", "delay p99 at worst, ms", "p99 in the middle, ms", "frames each"],
        rows,
      ),
      ours: `${worst.toFixed(0)} ms`,
      peer: "50 ms",
      ratio: worst / 50,
      target: `event-loop delay p99 under 50 ms while ${watchers} watch`,
    };
  } finally {
    await subject.stop();
  }
};

/** Asks again and again, and reads the p99 of the event loop's delay of each second from what the process says of itself. */
async function underLoad(
  subject: Subject,
  { expr, stepS, startS, endS }: { expr: string | undefined; stepS: number; startS: number; endS: number },
) {
  const beganMs = Date.now();
  const took: number[] = [];
  while (Date.now() - beganMs < LOAD_MS) {
    if (expr === undefined) {
      await sleep(1_000);
      continue;
    }
    const startMs = performance.now();
    const parameters = new URLSearchParams({
      query: expr,
      start: String(startS),
      end: String(endS),
      step: String(stepS),
    });
    const status = await new Promise<number>((resolve, reject) => {
      get(`${subject.url}/api/v1/query_range?${parameters}`, (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      }).on("error", reject);
    });
    // What takes over 30 s is stopped: until then it costs as much as any.
    if (status !== 200 && status !== 422) throw new Error(`${expr} was answered with ${status}`);
    took.push(performance.now() - startMs);
  }
  await sleep(1_500);
  return { queries: took.length, medianMs: median(took), lags: await lagsOf(subject, beganMs) };
}

/** The delays' p99 of each step since a time, seconds. */
async function lagsOf(subject: Subject, fromMs: number): Promise<number[]> {
  const parameters = new URLSearchParams({
    query: "nodejs_eventloop_lag_p99_seconds",
    start: String(Math.ceil(fromMs / 1_000) + 1),
    end: String(Math.floor(Date.now() / 1_000) - 1),
    step: "1",
  });
  const answer = await fetch(`${subject.url}/api/v1/query_range?${parameters}`);
  const body = (await answer.json()) as { data: { result: { values: [number, string][] }[] } };
  return body.data.result.flatMap(({ values }) => values.map(([, value]) => Number(value)));
}

/** Opens `count` live streams that watch the same wall of 40 lanes; gives how many frames came so far. */
async function watch(subject: Subject, count: number): Promise<() => number> {
  const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const lanes = Array.from({ length: 40 }, (_, i) => ({
    key: `lane-${i}`,
    expr: `avg_over_time(nodejs_heap_size_used_bytes[1s]) + ${i}`,
    stepMs: 1_000,
  }));
  let frames = 0;
  for (let i = 0; i < count; i++) {
    const id = randomBytes(16).toString("hex");
    await new Promise<void>((resolve, reject) => {
      get(`${subject.url}/api/live?id=${id}`, { agent }, (response) => {
        response.on("data", (chunk: Buffer) => {
          if (chunk.includes("event: step")) frames++;
        });
        resolve();
      }).on("error", reject);
    });
    const answer = await fetch(`${subject.url}/api/live/${id}/subscriptions`, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ lanes }),
    });
    if (!answer.ok) throw new Error(`a subscription was answered with ${answer.status}`);
    await answer.arrayBuffer();
  }
  return () => frames;
}
