import type { Labels, Series } from "@mission-control/series";
import { type Column, emptyColumn } from "./column.ts";

/**
 * What a range vector holds of one series: at step i the samples `from[i]` to before `to[i]`, those with
 * endsMs[i] - rangeMs < time <= endsMs[i]. `timesMs` and `values` hold no staleness markers.
 */
export interface Windows {
  readonly labels: Labels;
  readonly dropName: boolean;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  /** What a store folded into each sample, where it did: see `Series`. */
  readonly counts?: Float64Array;
  readonly lost?: Float64Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly endsMs: Float64Array;
  readonly rangeMs: number;
}

/** Samples that windows are laid over. */
export type WindowSamples = Omit<Windows, "from" | "to" | "endsMs" | "rangeMs">;

/** Lays windows over samples; `endsMs` never falls. One walk over the samples for the whole grid. */
export function windowsOver(samples: WindowSamples, endsMs: Float64Array, rangeMs: number): Windows {
  const { timesMs } = samples;
  const from = new Int32Array(endsMs.length);
  const to = new Int32Array(endsMs.length);
  let low = 0;
  let high = 0;
  for (let i = 0; i < endsMs.length; i++) {
    const endMs = endsMs[i]!;
    while (high < timesMs.length && timesMs[high]! <= endMs) high++;
    while (low < high && timesMs[low]! <= endMs - rangeMs) low++;
    from[i] = low;
    to[i] = high;
  }
  return { ...samples, from, to, endsMs, rangeMs };
}

/** A series without its staleness markers; where it has any, no store folded it. */
export function withoutStale(series: Series): Omit<Series, "labels" | "stale"> {
  const { labels: _, stale, ...columns } = series;
  const { timesMs, values } = columns;
  if (stale === undefined || !stale.includes(1)) return columns;
  const kept = { timesMs: new Float64Array(timesMs.length), values: new Float64Array(timesMs.length) };
  let count = 0;
  for (let i = 0; i < timesMs.length; i++) {
    if (stale[i] === 1) continue;
    kept.timesMs[count] = timesMs[i]!;
    kept.values[count++] = values[i]!;
  }
  return { timesMs: kept.timesMs.subarray(0, count), values: kept.values.subarray(0, count) };
}

/** Samples of a column at the times of its grid, those without a value left out. */
export function samplesOfColumn(column: Column, gridMs: Float64Array): Pick<Series, "timesMs" | "values"> {
  const timesMs = new Float64Array(gridMs.length);
  const values = new Float64Array(gridMs.length);
  let count = 0;
  for (let i = 0; i < gridMs.length; i++) {
    if (column.present[i] === 0) continue;
    timesMs[count] = gridMs[i]!;
    values[count++] = column.values[i]!;
  }
  return { timesMs: timesMs.subarray(0, count), values: values.subarray(0, count) };
}

/**
 * The latest sample of a series at each of the times, none older than `lookbackMs` and none behind a staleness marker.
 * Gives `undefined` where there is none at any time. With `asTimes`, the sample's time in seconds instead of its value.
 */
export function latestOf(
  series: Series,
  timesMs: Float64Array,
  lookbackMs: number,
  asTimes: boolean,
): Column | undefined {
  const column = emptyColumn(series.labels, timesMs.length);
  const { stale, values } = series;
  const sampleMs = series.timesMs;
  let next = 0;
  let any = false;
  for (let i = 0; i < timesMs.length; i++) {
    const timeMs = timesMs[i]!;
    while (next < sampleMs.length && sampleMs[next]! <= timeMs) next++;
    const at = next - 1;
    if (at < 0 || sampleMs[at]! <= timeMs - lookbackMs || stale?.[at] === 1) continue;
    column.values[i] = asTimes ? sampleMs[at]! / 1000 : values[at]!;
    column.present[i] = 1;
    any = true;
  }
  return any ? column : undefined;
}

/** A value of a range function: of the windows at one step. It is asked only where the window holds enough samples. */
export type WindowFold = (windows: Windows, step: number) => number;

/**
 * Folds the windows of every step that holds at least `minSamples`; `undefined` where none does. `work` is told of each
 * window's samples before they are looked at, and may throw: long windows at many steps go on for minutes otherwise.
 */
export function foldWindows(
  windows: Windows,
  minSamples: number,
  fold: WindowFold,
  work: (samples: number) => void,
): Column | undefined {
  const count = windows.from.length;
  const column = emptyColumn(windows.labels, count, windows.dropName);
  let any = false;
  for (let i = 0; i < count; i++) {
    const samples = windows.to[i]! - windows.from[i]!;
    if (samples < minSamples) continue;
    work(samples);
    column.values[i] = fold(windows, i);
    column.present[i] = 1;
    any = true;
  }
  return any ? column : undefined;
}
