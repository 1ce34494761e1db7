/** The standard deviation of a normal distribution is so many times its median absolute deviation. */
const MAD_TO_DEVIATION = 1.4826;
/** What is steadier than this part of its size counts as so steady: else the least change of a constant is the largest of all. */
const STEADIEST = 0.01;
/** The newest minutes that are held against all before: a change may be young. */
const WINDOWS = [10, 3, 1] as const;
const LEAST_BEFORE = 10;

/** How a series changed: its middle value before and now, and how far that lies outside what it did before. */
export interface Change {
  readonly before: number;
  readonly now: number;
  readonly score: number;
}

/**
 * How values of minutes changed: of the last ten minutes, three or one that which is farthest from the median of the minutes before the
 * last ten, in median absolute deviations, more minutes weighing more. A NaN is no value. Undefined where there is too little.
 */
export function changeOf(minutes: ArrayLike<number>): Change | undefined {
  const all = Array.from(minutes);
  const past = all.slice(0, -WINDOWS[0]).filter((value) => !Number.isNaN(value));
  if (past.length < LEAST_BEFORE) return undefined;
  const before = medianOf(past);
  const deviation = MAD_TO_DEVIATION * medianOf(past.map((value) => Math.abs(value - before)));
  let best: Change | undefined;
  for (const minutesBack of WINDOWS) {
    const newest = all.slice(-minutesBack).filter((value) => !Number.isNaN(value));
    if (newest.length === 0) continue;
    const now = medianOf(newest);
    const size = Math.max(Math.abs(now), Math.abs(before));
    if (size === 0) continue;
    const score = (Math.abs(now - before) / Math.max(deviation, STEADIEST * size)) * Math.sqrt(newest.length);
    if (best === undefined || score > best.score) best = { before, now, score };
  }
  return best;
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
