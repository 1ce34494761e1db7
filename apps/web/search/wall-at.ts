import type { SearchChange } from "../data/use-wall-search.ts";

/** Where a wall has to stand so that a moment is seen on it: live where it is within the range, else with it in the middle. */
export function wallAt(
  momentMs: number,
  { nowMs, rangeMs }: { nowMs: number; rangeMs: number },
): SearchChange {
  const isInSight = momentMs > nowMs - rangeMs * 0.95;
  return { at: momentMs, pause: isInSight ? undefined : Math.round(momentMs + rangeMs / 2) };
}
