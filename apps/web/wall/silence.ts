import type { Reader } from "cubism-es";
import { FRESH_COLUMNS } from "./latest.ts";

/** A lane whose values come seldom is silent only after a pause so many times as long as its longest before. */
const LONGER = 2;

/**
 * Tells when a lane that had values went silent: the time of its last one, ms; undefined where it has values now, had none, or
 * has them seldom enough that this pause is nothing new. It remembers, when that time has left the window.
 */
export function createSilence(metric: Reader): () => number | undefined {
  let sinceMs: number | undefined;
  return () => {
    const { size: columns } = metric.context;
    const last = lastValue(metric.at, columns);
    if (last < 0) return sinceMs !== undefined && sinceMs <= metric.context.startMs ? sinceMs : undefined;
    sinceMs = isSilentAfter(metric.at, columns, last) ? metric.context.timeOf(last) : undefined;
    return sinceMs;
  };
}

/** Of `count` values the place of the last one, where silence follows it; undefined where none does or there is no value. */
export function silentAfter(at: (i: number) => number, count: number): number | undefined {
  const last = lastValue(at, count);
  return last >= 0 && isSilentAfter(at, count, last) ? last : undefined;
}

function lastValue(at: (i: number) => number, count: number): number {
  let last = count - 1;
  while (last >= 0 && Number.isNaN(at(last))) last--;
  return last;
}

function isSilentAfter(at: (i: number) => number, count: number, last: number): boolean {
  const pause = count - 1 - last;
  return pause >= FRESH_COLUMNS && pause > LONGER * longestPause(at, last);
}

/** The most columns without a value between two that have one, up to a column that has. */
function longestPause(at: (i: number) => number, last: number): number {
  let longest = 0;
  let previous = last;
  for (let column = last - 1; column >= 0; column--) {
    if (Number.isNaN(at(column))) continue;
    longest = Math.max(longest, previous - column - 1);
    previous = column;
  }
  return longest;
}
