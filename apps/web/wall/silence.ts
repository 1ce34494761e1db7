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
    let last = columns - 1;
    while (last >= 0 && Number.isNaN(metric.at(last))) last--;
    if (last < 0) return sinceMs !== undefined && sinceMs <= metric.context.startMs ? sinceMs : undefined;
    const pause = columns - 1 - last;
    const isSilent = pause >= FRESH_COLUMNS && pause > LONGER * longestPause(metric, last);
    sinceMs = isSilent ? metric.context.timeOf(last) : undefined;
    return sinceMs;
  };
}

/** The most columns without a value between two that have one, up to a column that has. */
function longestPause(metric: Reader, last: number): number {
  let longest = 0;
  let previous = last;
  for (let column = last - 1; column >= 0; column--) {
    if (Number.isNaN(metric.at(column))) continue;
    longest = Math.max(longest, previous - column - 1);
    previous = column;
  }
  return longest;
}
