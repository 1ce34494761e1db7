import type { Series } from "@mission-control/series";

/** Samples of one series, in order of time. */
export type SampleColumns = Pick<Series, "timesMs" | "values" | "counts" | "lost">;

/** Both in order of time; of equal times the newer's sample. Samples beside folded ones stand each for itself. */
export function mergeSamples(older: SampleColumns, newer: SampleColumns): SampleColumns {
  if (older.timesMs.length === 0) return newer;
  if (newer.timesMs.length === 0) return older;
  const [a, b] = [older.timesMs, newer.timesMs];
  if (a.at(-1)! < b[0]!) return append(older, newer);
  // The places of what goes in: in the newer where below 0.
  const from = new Int32Array(a.length + b.length);
  let [i, j, length] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    const fromOlder = j >= b.length || (i < a.length && a[i]! < b[j]!);
    if (!fromOlder && i < a.length && a[i] === b[j]) i++;
    from[length++] = fromOlder ? i++ : ~j++;
  }
  const column = (old: Float64Array | undefined, fresh: Float64Array | undefined, fallback: number) => {
    const out = new Float64Array(length);
    for (let k = 0; k < length; k++) {
      const at = from[k]!;
      out[k] = at >= 0 ? (old?.[at] ?? fallback) : (fresh?.[~at] ?? fallback);
    }
    return out;
  };
  return joined(older, newer, column);
}

function append(older: SampleColumns, newer: SampleColumns): SampleColumns {
  const at = older.timesMs.length;
  const column = (old: Float64Array | undefined, fresh: Float64Array | undefined, fallback: number) => {
    const out = new Float64Array(at + newer.timesMs.length).fill(fallback);
    if (old !== undefined) out.set(old);
    if (fresh !== undefined) out.set(fresh, at);
    return out;
  };
  return joined(older, newer, column);
}

function joined(
  older: SampleColumns,
  newer: SampleColumns,
  column: (old: Float64Array | undefined, fresh: Float64Array | undefined, fallback: number) => Float64Array,
): SampleColumns {
  return {
    timesMs: column(older.timesMs, newer.timesMs, 0),
    values: column(older.values, newer.values, 0),
    ...((older.counts ?? newer.counts) ? { counts: column(older.counts, newer.counts, 1) } : {}),
    ...((older.lost ?? newer.lost) ? { lost: column(older.lost, newer.lost, 0) } : {}),
  };
}

/** Those with startMs <= time <= endMs. Gives views, no copies. */
export function cutSamples(samples: SampleColumns, startMs: number, endMs: number): SampleColumns {
  const { timesMs, values, counts, lost } = samples;
  const from = firstFrom(timesMs, (timeMs) => timeMs >= startMs);
  const to = Math.max(
    from,
    firstFrom(timesMs, (timeMs) => timeMs > endMs),
  );
  return {
    timesMs: timesMs.subarray(from, to),
    values: values.subarray(from, to),
    ...(counts === undefined ? {} : { counts: counts.subarray(from, to) }),
    ...(lost === undefined ? {} : { lost: lost.subarray(from, to) }),
  };
}

/** The first place from which on `isThere` holds. */
export function firstFrom(timesMs: Float64Array, isThere: (timeMs: number) => boolean): number {
  let [low, high] = [0, timesMs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isThere(timesMs[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
