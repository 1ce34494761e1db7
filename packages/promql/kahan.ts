/**
 * A sum that keeps what rounding would lose (Neumaier's form of Kahan summation), so that 1 + 1e100 - 1e100 is 1.
 * One is made for a whole column of sums, not for each addition.
 */
export function createSum() {
  let sum = 0;
  let lost = 0;
  return {
    reset(toSum = 0, toLost = 0): void {
      sum = toSum;
      lost = toLost;
    },
    add(value: number): void {
      const next = sum + value;
      if (next === Number.POSITIVE_INFINITY || next === Number.NEGATIVE_INFINITY) lost = 0;
      else if (Math.abs(sum) >= Math.abs(value)) lost += sum - next + value;
      else lost += value - next + sum;
      sum = next;
    },
    /** The sum so far without what was lost, and what was lost. */
    get head(): number {
      return sum;
    },
    get lost(): number {
      return lost;
    },
    get total(): number {
      return sum + lost;
    },
  };
}

export type Sum = ReturnType<typeof createSum>;

/** The mean of values[from..to), which overflows only where the mean itself does. */
export function meanOf(values: Float64Array, from: number, to: number, sum: Sum): number {
  sum.reset();
  for (let i = from; i < to; i++) {
    const [head, lost] = [sum.head, sum.lost];
    sum.add(values[i]!);
    if (Number.isFinite(sum.head) || Number.isNaN(sum.head)) continue;
    if (i === from) continue;
    return steppedMean(values, from, i, to, head, lost, sum);
  }
  return sum.head / (to - from) + sum.lost / (to - from);
}

/** Goes on from the sum of values[from..at) by moving the mean, where the sum would overflow. */
function steppedMean(
  values: Float64Array,
  from: number,
  at: number,
  to: number,
  head: number,
  lost: number,
  sum: Sum,
): number {
  sum.reset(head / (at - from), lost / (at - from));
  for (let i = at; i < to; i++) {
    const count = i - from + 1;
    const keep = (count - 1) / count;
    sum.reset(keep * sum.head, keep * sum.lost);
    sum.add(values[i]! / count);
  }
  return sum.total;
}

/** The variance of values[from..to) about their mean (population, Welford's recurrence). */
export function varianceOf(values: Float64Array, from: number, to: number, mean: Sum, squares: Sum): number {
  mean.reset();
  squares.reset();
  for (let i = from; i < to; i++) {
    const delta = values[i]! - mean.total;
    mean.add(delta / (i - from + 1));
    squares.add(delta * (values[i]! - mean.total));
  }
  return squares.total / (to - from);
}

/**
 * The q-quantile of `sorted`, linear between neighbours; NaN sorts last in `sorted` but counts as the smallest value.
 * Below 0 it is -Inf, above 1 +Inf, as in Prometheus.
 */
export function quantileOfSorted(q: number, sorted: Float64Array): number {
  if (sorted.length === 0 || Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  let nans = 0;
  while (nans < sorted.length && Number.isNaN(sorted[sorted.length - 1 - nans]!)) nans++;
  const valueAt = (rank: number) => (rank < nans ? Number.NaN : sorted[rank - nans]!);
  const rank = q * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return valueAt(lower) * (1 - weight) + valueAt(upper) * weight;
}
