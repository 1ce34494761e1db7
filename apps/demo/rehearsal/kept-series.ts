import { type Labels, metric, type SamplesBuilder } from "@mission-control/series";

/** A series or a histogram as Mission Control keeps it between the ends of two steps. */
export interface Kept {
  take(value: number): void;
  /** Writes what stands at `sealedMs`; what counts up begins with 0 at `zeroMs`, where that is given. */
  write(out: SamplesBuilder, sealedMs: number, zeroMs: number | undefined): void;
  /** After so long without a value it is no longer told. */
  readonly idleMs: number;
}

export type LabelSet = Readonly<Record<string, string>>;

/** As Mission Control's StatsD has it. */
const LEVEL_IDLE_MS = 10 * 60_000;
const TOTAL_IDLE_MS = 60 * 60_000;

/** Gives the number of a series once, however often it is written. */
function lineOf(labels: Labels) {
  let ref: number | undefined;
  return (out: SamplesBuilder, timeMs: number, value: number): void => {
    ref ??= out.ref(labels);
    out.add(ref, timeMs, value);
  };
}

function totalOf(labels: Labels) {
  const write = lineOf(labels);
  return (out: SamplesBuilder, sealedMs: number, zeroMs: number | undefined, value: number): void => {
    if (zeroMs !== undefined) write(out, zeroMs, 0);
    write(out, sealedMs, value);
  };
}

export function keptCount(name: string, labels: LabelSet): Kept {
  const write = totalOf(metric(name, labels));
  let total = 0;
  return {
    idleMs: TOTAL_IDLE_MS,
    take(by) {
      total += by;
    },
    write: (out, sealedMs, zeroMs) => write(out, sealedMs, zeroMs, total),
  };
}

/** A level; `most` keeps the highest of each step instead of the last, and begins at 0 again. */
export function keptLevel(name: string, labels: LabelSet, { most = false } = {}): Kept {
  const write = lineOf(metric(name, labels));
  let level = 0;
  return {
    idleMs: LEVEL_IDLE_MS,
    take(value) {
      level = most ? Math.max(level, value) : value;
    },
    write(out, sealedMs) {
      write(out, sealedMs, level);
      if (most) level = 0;
    },
  };
}

/** A histogram of seconds, with a bucket for each bound and +Inf. */
export function keptSeconds(name: string, labels: LabelSet, bounds: readonly number[]): Kept {
  const buckets = [...bounds.map(String), "+Inf"].map((le) =>
    totalOf(metric(`${name}_bucket`, { ...labels, le })),
  );
  const writeSum = totalOf(metric(`${name}_sum`, labels));
  const writeCount = totalOf(metric(`${name}_count`, labels));
  const counts = new Float64Array(buckets.length);
  let sum = 0;
  return {
    idleMs: TOTAL_IDLE_MS,
    take(seconds) {
      let at = 0;
      while (at < bounds.length && seconds > bounds[at]!) at++;
      counts[at]!++;
      sum += seconds;
    },
    write(out, sealedMs, zeroMs) {
      let below = 0;
      for (let i = 0; i < buckets.length; i++) {
        below += counts[i]!;
        buckets[i]!(out, sealedMs, zeroMs, below);
      }
      writeSum(out, sealedMs, zeroMs, sum);
      writeCount(out, sealedMs, zeroMs, below);
    },
  };
}
