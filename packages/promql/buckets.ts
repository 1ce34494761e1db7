/** A classic histogram at one step: upper bounds ascending, counts cumulative, both of one length. */
export interface Buckets {
  readonly bounds: Float64Array;
  readonly counts: Float64Array;
  /** How many of both are in use. */
  length: number;
}

/** Relative differences below this are rounding, not a fall. */
const SMALL_DELTA = 1e-12;
const SMALLEST_NORMAL = 2.2250738585072014e-308;

function almostEqual(a: number, b: number): boolean {
  if (a === b) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < SMALLEST_NORMAL) return difference < SMALL_DELTA * SMALLEST_NORMAL;
  return difference / Math.min(sum, Number.MAX_VALUE) < SMALL_DELTA;
}

/** Adds up buckets of one bound. */
export function coalesce(buckets: Buckets): void {
  const { bounds, counts } = buckets;
  let last = 0;
  for (let i = 1; i < buckets.length; i++) {
    if (bounds[i] === bounds[last]) counts[last]! += counts[i]!;
    else {
      last++;
      bounds[last] = bounds[i]!;
      counts[last] = counts[i]!;
    }
  }
  buckets.length = Math.min(buckets.length, last + 1);
}

/** Lifts counts that fall. Says whether any fell by more than rounding. */
export function ensureMonotonic({ counts, length }: Buckets): boolean {
  let forced = false;
  let previous = counts[0]!;
  for (let i = 1; i < length; i++) {
    const current = counts[i]!;
    if (current === previous) continue;
    if (almostEqual(previous, current)) counts[i] = previous;
    else if (current < previous) {
      counts[i] = previous;
      forced = true;
    } else previous = current;
  }
  return forced;
}

const isWhole = ({ bounds, length }: Buckets) =>
  length > 0 && bounds[length - 1] === Number.POSITIVE_INFINITY;

/**
 * The q-quantile of a coalesced, monotonic histogram, linear within a bucket: Prometheus' `BucketQuantile`. NaN without a
 * bucket to infinity, with fewer than two buckets, or without observations.
 */
export function bucketQuantile(q: number, buckets: Buckets): number {
  const { bounds, counts, length } = buckets;
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  if (!isWhole(buckets) || length < 2) return Number.NaN;
  const observations = counts[length - 1]!;
  if (observations === 0 || Number.isNaN(observations)) return Number.NaN;
  let rank = q * observations;
  let index = 0;
  while (index < length - 1 && !(counts[index]! >= rank)) index++;
  if (index === length - 1) return bounds[length - 2]!;
  if (index === 0 && bounds[0]! <= 0) return bounds[0]!;
  let start = 0;
  let count = counts[index]!;
  if (index > 0) {
    start = bounds[index - 1]!;
    count -= counts[index - 1]!;
    rank -= counts[index - 1]!;
  }
  return start + (bounds[index]! - start) * (rank / count);
}

/** The share of observations between two values, linear within a bucket: Prometheus' `BucketFraction`. */
export function bucketFraction(lower: number, upper: number, buckets: Buckets): number {
  if (!isWhole(buckets)) return Number.NaN;
  const total = buckets.counts[buckets.length - 1]!;
  if (total === 0 || Number.isNaN(total) || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  return (rankAt(upper, buckets) - rankAt(lower, buckets)) / total;
}

/** How many observations lie below a value. Buckets of infinite width count wholly on the far side of zero. */
function rankAt(value: number, { bounds, counts, length }: Buckets): number {
  let rank = 0;
  for (let i = 0; i < length; i++) {
    const upper = bounds[i]!;
    const lower = i > 0 ? bounds[i - 1]! : upper > 0 ? 0 : Number.NEGATIVE_INFINITY;
    if (lower >= value) return rank;
    if (upper > value) {
      if (lower === Number.NEGATIVE_INFINITY) return counts[i]!;
      if (upper === Number.POSITIVE_INFINITY) return rank;
      return rank + ((counts[i]! - rank) * (value - lower)) / (upper - lower);
    }
    rank = counts[i]!;
  }
  return rank;
}
