import { setTimeout as sleep } from "node:timers/promises";
import type { Replay, ReplayLine } from "@mission-control/contracts";
import { labelsOf, METRIC_NAME } from "@mission-control/series";
import type { Bench } from "./ground/bench.ts";
import { type Subject, startOurs, untilPacked } from "./ground/subjects.ts";
import { median, tableOf } from "./ground/table.ts";
import { tell } from "./ground/world.ts";
import { writeAll } from "./ground/write.ts";

const STEP_MS = 10_000;
const DAY_MS = 86_400_000;
const TIMES = 3;
/** Between two small questions that are asked meanwhile, ms. */
const PAUSE_MS = 20;

const services = ["api", "web", "checkout"];
const bounds = ["0.05", "0.1", "0.25", "0.5", "1", "+Inf"];

/** Of three services a latency, four instances' load and a histogram; each has a bad half hour each third day. */
function series() {
  const isBad = (step: number, at: number) => (step + at * 700) % 25_920 < 180;
  return services.flatMap((service, s) => {
    const told = (name: string, labels: Record<string, string>, at: (step: number) => number) => ({
      labels: labelsOf([[METRIC_NAME, name], ["service", service], ...Object.entries(labels)]),
      at,
    });
    const wave = (step: number) =>
      0.15 + 0.05 * Math.sin(step / 1_400 + s) + 0.02 * Math.sin(step * 12.9898 + s);
    return [
      told("latency_seconds", {}, (step) => wave(step) + (isBad(step, s) ? 0.3 : 0)),
      ...[0, 1, 2, 3].map((i) =>
        told("load", { instance: `${service}-${i}` }, (step) => 40 + 100 * wave(step + i)),
      ),
      ...bounds.map((le, b) =>
        told("http_request_duration_seconds_bucket", { le }, (step) =>
          Math.floor(step * (b + (s === 0 ? 2 : 1))),
        ),
      ),
    ];
  });
}

const held = { forMs: 300_000, clearForMs: 120_000 };
const rules = [
  {
    name: "a level of one series",
    when: { kind: "threshold", expr: 'latency_seconds{service="api"}', level: 0.3, clear: 0.27 },
    ...held,
  },
  {
    name: "a level of each service",
    when: { kind: "threshold", expr: "latency_seconds", level: 0.3 },
    ...held,
  },
  {
    name: "a mean by service",
    when: { kind: "threshold", expr: "avg by (service) (load)", level: 80 },
    ...held,
  },
  { name: "p90 of a histogram by service", when: { kind: "slow", aboveS: 0.9 }, ...held },
  {
    name: "a change against a week before",
    when: { kind: "change", expr: "latency_seconds", byRatio: 0.8, windowMs: 600_000 },
    ...held,
  },
] as const;

/** One rule over 30 days of 10-second data, evaluated at every step; how long it takes, and how long others wait for a turn. */
export const backtest: Bench = async ({ scale }) => {
  const days = Math.max(1, Math.round(30 * scale));
  const subject = await startOurs({ MISSION_CONTROL_STEP: "5s" });
  try {
    const endMs = Math.floor(Date.now() / STEP_MS) * STEP_MS;
    const stretch = { startMs: endMs - days * DAY_MS, endMs, stepMs: STEP_MS };
    await writeAll([subject], () => tell(series(), [stretch]));
    await untilPacked(subject, days - 1);
    const rows: (string | number)[][] = [];
    for (const { name, ...rule } of rules) {
      const took: number[] = [];
      const first: number[] = [];
      const waits: number[] = [];
      let replay: Replay | undefined;
      let told = 0;
      for (let time = 0; time < TIMES; time++) {
        // Another end each time, so that nothing is read from what was held.
        const question = {
          rule: { slug: "bench", name, ...rule },
          rangeMs: days * DAY_MS,
          toMs: endMs - time * STEP_MS,
        };
        const found = await replayed(subject, question);
        took.push(found.tookMs);
        first.push(found.firstMs);
        waits.push(found.longestWaitMs);
        told = found.told;
        replay = found.replay;
      }
      rows.push([
        name,
        replay?.alerts.length ?? 0,
        replay?.steps ?? 0,
        replay?.stats.firings ?? 0,
        median(took),
        median(first),
        told,
        Math.max(...waits),
      ]);
    }
    const one = Number(rows[0]?.[4]);
    return {
      table: tableOf(
        ["rule", "label sets", "steps", "firings", "took, ms", "first sign, ms", "signs", "others wait, ms"],
        rows,
      ),
      ours: `${(one / 1_000).toFixed(2)} s for one series, ${(Number(rows[3]?.[4]) / 1_000).toFixed(2)} s for a p90`,
      peer: "3 s",
      ratio: one / 3_000,
      target: `one rule over ${days} days of 10-second data in 3 s, with progress`,
    };
  } finally {
    await subject.stop();
  }
};

/** Asks for a replay as the form does, and meanwhile again and again for something small. */
async function replayed({ url }: Subject, question: object) {
  const startMs = performance.now();
  let isOver = false;
  let longestWaitMs = 0;
  const others = (async () => {
    while (!isOver) {
      const askedMs = performance.now();
      await (await fetch(`${url}/healthz`)).arrayBuffer();
      longestWaitMs = Math.max(longestWaitMs, performance.now() - askedMs);
      await sleep(PAUSE_MS);
    }
  })();
  const answer = await fetch(`${url}/api/rules/preview`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
  });
  if (!answer.ok) throw new Error(`a replay was answered with ${answer.status}: ${await answer.text()}`);
  let text = "";
  let firstMs = Number.NaN;
  const decoder = new TextDecoder();
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    // The first line comes at once and says nothing but that it has begun.
    if (Number.isNaN(firstMs) && text.split("\n").length > 2) firstMs = performance.now() - startMs;
  }
  const tookMs = performance.now() - startMs;
  isOver = true;
  await others;
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as ReplayLine);
  const last = lines.at(-1);
  if (last === undefined || !("replay" in last)) throw new Error(`no replay: ${JSON.stringify(last)}`);
  return { replay: last.replay, told: lines.length - 1, tookMs, firstMs, longestWaitMs };
}
