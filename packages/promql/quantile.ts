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
