import {
  createSamplesBuilder,
  type Labels,
  labelsOf,
  METRIC_NAME,
  type Samples,
} from "@mission-control/series";

/** A series of the world and its value at a step. */
interface Told {
  readonly labels: Labels;
  readonly at: (step: number) => number;
}

/** The same noise for the same numbers, from 0 to 1. */
function noise(a: number, b: number): number {
  let hash = Math.imul(a + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

const codes = ["200", "204", "302", "404", "500"];
const methods = ["GET", "POST", "PUT", "DELETE"];
const modes = ["idle", "user", "system", "iowait", "steal"];
const bounds = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf"];

/** A thousand series: 400 counters, 200 buckets of 20 histograms, 300 gauges from 0 to 100 and 100 of bytes. */
export function thousandSeries(): Told[] {
  const told: Told[] = [];
  const add = (name: string, labels: Record<string, string>, at: Told["at"]) =>
    told.push({ labels: labelsOf([[METRIC_NAME, name], ...Object.entries(labels)]), at });
  const places = range(20).map((i) => ({ job: i < 10 ? "api" : "web", instance: `host-${i}:9100` }));
  for (const [i, place] of places.entries()) {
    for (const [c, code] of codes.entries()) {
      for (const [m, method] of methods.entries()) {
        const pace = 1 + ((i * 7 + c * 3 + m) % 13);
        add(
          "http_requests_total",
          { ...place, code, method },
          (step) => step * pace + Math.floor(noise(i * 20 + c * 4 + m, step) * pace),
        );
      }
    }
    for (const [b, le] of bounds.entries())
      add(
        "http_request_duration_seconds_bucket",
        { ...place, le },
        (step) => step * (b + 1) * 2 + Math.floor(noise(i, step) * (b + 1)),
      );
  }
  for (const i of range(10)) {
    for (const cpu of range(6)) {
      for (const [m, mode] of modes.entries()) {
        const seed = 1_000 + i * 30 + cpu * 5 + m;
        add(
          "cpu_percent",
          { job: "node", instance: `host-${i}:9100`, cpu: String(cpu), mode },
          (step) => Math.round(100 * (50 + 30 * Math.sin(step / 90 + seed) + 20 * noise(seed, step))) / 100,
        );
      }
    }
    for (const kind of range(10)) {
      const seed = 2_000 + i * 10 + kind;
      add(
        "memory_bytes",
        { job: "node", instance: `host-${i}:9100`, kind: `k${kind}` },
        (step) => 4_096 * Math.floor(1e6 * (1 + Math.sin(step / 700 + seed)) + 1e5 * noise(seed, step)),
      );
    }
  }
  return told;
}

/** A stretch of time in which every series has a sample each step; both ends are multiples of the step. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** The samples of stretches that follow each other, oldest first, in parts of some `size` samples. */
export function* tell(
  series: readonly Told[],
  stretches: readonly Stretch[],
  size = 50_000,
): Generator<Samples> {
  const steps = Math.max(1, Math.floor(size / series.length));
  for (const { startMs, endMs, stepMs } of stretches) {
    for (let fromMs = startMs; fromMs <= endMs; fromMs += steps * stepMs) {
      const builder = createSamplesBuilder(steps * series.length);
      const untilMs = Math.min(endMs, fromMs + (steps - 1) * stepMs);
      for (const { labels, at } of series) {
        const ref = builder.refOfNew(labels);
        for (let timeMs = fromMs; timeMs <= untilMs; timeMs += stepMs)
          builder.add(ref, timeMs, at(timeMs / 10_000 - 1.6e8));
      }
      yield builder.take();
    }
  }
}

/** How many samples that is. */
export const countOf = (series: readonly unknown[], stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { startMs, endMs, stepMs }) => sum + (endMs - startMs) / stepMs + 1, 0) *
  series.length;
