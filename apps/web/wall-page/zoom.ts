/** So near to the right edge, in parts of what is shown, the newest is looked at. */
const NEWEST_PART = 0.1;

/**
 * Where a wall that shows another range stands still, so that the moment `timeMs` stays where it is, `afterMs` before the
 * right edge; undefined where it is live: where that edge is now or later, or where a live wall is pointed at there.
 */
export function zoomTo(options: {
  timeMs: number;
  afterMs: number;
  shownMs: number;
  liveMs: number;
  paused: boolean;
}): number | undefined {
  const { timeMs, afterMs, shownMs, liveMs, paused } = options;
  const endMs = Math.round(timeMs + afterMs);
  if (endMs >= liveMs) return undefined;
  return !paused && afterMs < shownMs * NEWEST_PART ? undefined : endMs;
}
