import type { SampleColumns } from "../merge.ts";
import type { Rollup, RollupKind } from "./rollup.ts";

/** The columns of buckets that each kind is folded from, as numbers. The first is always the time of the last sample. */
export const COLUMNS: Record<RollupKind, readonly string[]> = {
  first: ["last_time", "first_time", "first"],
  last: ["last_time", "last"],
  min: ["last_time", "min"],
  max: ["last_time", "max"],
  sum: ["last_time", "sum", "count"],
  growth: ["last_time", "last", "first_time", "first", "count", "coalesce(previous_time, 0)", "lost"],
};

/**
 * Folds the buckets of one series, in order of time, into fewer and longer ones, and those into samples. Gives `undefined`
 * where a window would begin among samples that a bucket no longer has.
 */
export function foldBuckets(columns: readonly Float64Array[], rollup: Rollup): SampleColumns | undefined {
  if (rollup.kind === "growth") return foldGrowth(columns, rollup);
  if (rollup.kind === "sum") return foldSums(columns, rollup);
  return foldPicks(columns, rollup);
}

/** Folds samples in the same way. */
export function foldSamples({ timesMs, values }: SampleColumns, rollup: Rollup): SampleColumns | undefined {
  const ones = new Float64Array(timesMs.length).fill(1);
  if (rollup.kind === "sum") return foldSums([timesMs, values, ones], rollup);
  if (rollup.kind !== "growth") return foldPicks([timesMs, timesMs, values], rollup);
  const zeros = new Float64Array(timesMs.length);
  return foldGrowth([timesMs, values, timesMs, values, ones, zeros, zeros], rollup);
}

/** One sample of each bucket: the first or last there is, or the last with the least or greatest value. */
function foldPicks(columns: readonly Float64Array[], { kind, bucketMs }: Rollup): SampleColumns {
  const lastMs = columns[0]!;
  const times = kind === "first" ? columns[1]! : lastMs;
  const given = columns.at(-1)!;
  const timesMs = new Float64Array(lastMs.length);
  const values = new Float64Array(lastMs.length);
  let [length, bucket] = [0, Number.NaN];
  for (let i = 0; i < lastMs.length; i++) {
    const at = Math.ceil(lastMs[i]! / bucketMs);
    const value = given[i]!;
    if (at !== bucket) {
      bucket = at;
      timesMs[length] = times[i]!;
      values[length++] = value;
      continue;
    }
    if (kind === "first") continue;
    timesMs[length - 1] = times[i]!;
    const best = values[length - 1]!;
    const isBetter = kind === "last" || Number.isNaN(best) || (kind === "min" ? value < best : value > best);
    if (isBetter) values[length - 1] = value;
  }
  return { timesMs: timesMs.slice(0, length), values: values.slice(0, length) };
}

function foldSums([lastMs, sums, rows]: readonly Float64Array[], { bucketMs }: Rollup): SampleColumns {
  const count = lastMs!.length;
  const [timesMs, values] = [new Float64Array(count), new Float64Array(count)];
  const counts = new Float64Array(count);
  let [length, bucket] = [0, Number.NaN];
  for (let i = 0; i < count; i++) {
    const at = Math.ceil(lastMs![i]! / bucketMs);
    if (at !== bucket) length++;
    bucket = at;
    timesMs[length - 1] = lastMs![i]!;
    values[length - 1]! += sums![i]!;
    counts[length - 1]! += rows![i]!;
  }
  return {
    timesMs: timesMs.slice(0, length),
    values: values.slice(0, length),
    counts: counts.slice(0, length),
  };
}

/** The first and the last sample of each bucket, and with the last what lies between them. */
function foldGrowth(columns: readonly Float64Array[], rollup: Rollup): SampleColumns | undefined {
  const [lastMs, lasts, firstMs, firsts, rows, previousMs, losses] = columns as Float64Array[];
  const { bucketMs, overhangMs, hint } = rollup;
  const most = lastMs!.length * 2;
  const [timesMs, values] = [new Float64Array(most), new Float64Array(most)];
  const [counts, lost] = [new Float64Array(most), new Float64Array(most)];
  let length = 0;

  for (let from = 0; from < lastMs!.length; ) {
    const bucket = Math.ceil(lastMs![from]! / bucketMs);
    let [count, loss, to] = [rows![from]!, losses![from]!, from + 1];
    for (; to < lastMs!.length && Math.ceil(lastMs![to]! / bucketMs) === bucket; to++) {
      count += rows![to]!;
      loss += losses![to]! + (firsts![to]! < lasts![to - 1]! ? lasts![to - 1]! : 0);
    }
    const last = to - 1;
    if (overhangMs > 0 && count > 2) {
      const beforeLastMs = previousMs![last]! > 0 ? previousMs![last]! : lastMs![last - 1]!;
      const endMs = bucket * bucketMs;
      if (beforeLastMs > endMs - overhangMs && beginsBefore(endMs, hint, overhangMs)) return undefined;
    }
    timesMs[length] = firstMs![from]!;
    values[length] = firsts![from]!;
    counts[length++] = 1;
    if (count > 1) {
      timesMs[length] = lastMs![last]!;
      values[length] = lasts![last]!;
      counts[length] = count - 1;
      // A last value below the first shows one reset by itself.
      lost[length++] = loss - (lasts![last]! < firsts![from]! ? firsts![from]! : 0);
    }
    from = to;
  }
  return {
    timesMs: timesMs.slice(0, length),
    values: values.slice(0, length),
    counts: counts.slice(0, length),
    lost: lost.slice(0, length),
  };
}

/** Whether a window begins `overhangMs` before `endMs`. */
function beginsBefore(endMs: number, hint: Rollup["hint"], overhangMs: number): boolean {
  const distanceMs = hint.startMs - (hint.rangeMs - overhangMs) - endMs;
  return hint.stepMs === 0 ? distanceMs === 0 : distanceMs % hint.stepMs === 0;
}
