import { sumOf } from "./moments.ts";
import type { WindowFold } from "./windows.ts";

/** How far beyond the average distance of samples a window's edge may lie for a series to count as going on until there. */
const EDGE_TOLERANCE = 1.1;

/**
 * The change over a window, extrapolated to its edges as Prometheus' `extrapolatedRate` does: to the edge itself where
 * a sample lies about as near to it as samples lie to each other, else by half that distance; for a counter never to
 * before the time at which it would have been 0. Needs two samples.
 */
function extrapolated(isCounter: boolean, perSecond: boolean): WindowFold {
  return (windows, step) => {
    const { timesMs, values, counts, lost } = windows;
    const from = windows.from[step]!;
    const last = windows.to[step]! - 1;
    const endMs = windows.endsMs[step]!;
    let change = values[last]! - values[from]!;
    if (isCounter && between(falls, values, from, last) > 0) change += resetsIn(values, from, last);
    if (isCounter && lost !== undefined) change += sumOf(lost, from + 1, last + 1);
    let toStart = (timesMs[from]! - (endMs - windows.rangeMs)) / 1000;
    let toEnd = (endMs - timesMs[last]!) / 1000;
    const sampled = (timesMs[last]! - timesMs[from]!) / 1000;
    const distances = counts === undefined ? last - from : sumOf(counts, from + 1, last + 1);
    const average = sampled / distances;
    const threshold = average * EDGE_TOLERANCE;
    if (toStart >= threshold) toStart = average / 2;
    if (isCounter && change > 0 && values[from]! >= 0) {
      toStart = Math.min(toStart, sampled * (values[from]! / change));
    }
    if (toEnd >= threshold) toEnd = average / 2;
    let factor = (sampled + toStart + toEnd) / sampled;
    if (perSecond) factor /= windows.rangeMs / 1000;
    return change * factor;
  };
}

/** What a counter lost by resets between two of its samples. */
function resetsIn(values: Float64Array, from: number, last: number): number {
  let lost = 0;
  for (let i = from + 1; i <= last; i++) if (values[i]! < values[i - 1]!) lost += values[i - 1]!;
  return lost;
}

/** The difference of the last two samples, per second for `irate`; a counter that fell counts from 0. */
function instantaneous(isRate: boolean): WindowFold {
  return ({ timesMs, values, to }, step) => {
    const last = to[step]! - 1;
    const [previous, current] = [values[last - 1]!, values[last]!];
    if (!isRate) return current - previous;
    const change = current < previous ? current : current - previous;
    return change / ((timesMs[last]! - timesMs[last - 1]!) / 1000);
  };
}

export const rate = extrapolated(true, true);
export const increase = extrapolated(true, false);
export const delta = extrapolated(false, false);
export const irate = instantaneous(true);
export const idelta = instantaneous(false);

/** How often the value changed within a window; from NaN to NaN is no change. */
export const changes: WindowFold = ({ values, from, to }, step) =>
  between(moves, values, from[step]!, to[step]! - 1);

/** How often the value fell within a window. */
export const resets: WindowFold = ({ values, from, to }, step) =>
  between(falls, values, from[step]!, to[step]! - 1);

const falls = counted((previous, current) => current < previous);
const moves = counted(
  (previous, current) => current !== previous && !(Number.isNaN(current) && Number.isNaN(previous)),
);

/** How many there are from one sample to a later one: windows overlap, so each is counted from the first sample, once. */
function between(counts: Counted, values: Float64Array, from: number, last: number): number {
  const upTo = counts(values);
  return upTo[last]! - upTo[from]!;
}

type Counted = (values: Float64Array) => Int32Array;

/** For each sample how many of it and those before it are such to their previous one. */
function counted(isSuch: (previous: number, current: number) => boolean): Counted {
  const known = new WeakMap<Float64Array, Int32Array>();
  return (values) => {
    const before = known.get(values);
    if (before !== undefined) return before;
    const upTo = new Int32Array(values.length);
    for (let i = 1; i < values.length; i++)
      upTo[i] = upTo[i - 1]! + (isSuch(values[i - 1]!, values[i]!) ? 1 : 0);
    known.set(values, upTo);
    return upTo;
  };
}
