import { foldMean } from "@mission-control/series";

/** The series whose means are largest, the largest first; one without a value counts as 0. */
export function largest<Series extends { readonly values: Float64Array }>(
  series: readonly Series[],
  most: number,
): Series[] {
  // Each is folded once: a comparison is made many times.
  const means = new Map(series.map((one) => [one, meanOf(one)]));
  return series.toSorted((a, b) => means.get(b)! - means.get(a)!).slice(0, most);
}

const meanOf = ({ values }: { values: Float64Array }): number => foldMean(values, 0, values.length) || 0;
