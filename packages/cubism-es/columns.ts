/** What a lane knows of each of its columns: NaN in all three is a gap. Where one value fell on it, all are the same. */
export interface Columns {
  readonly mean: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** Columns that are all gaps; `plain` ones take one value each and keep it once. */
export function createColumns(size: number, plain = false): Columns {
  const column = () => new Float64Array(size).fill(Number.NaN);
  const mean = column();
  return plain ? { mean, min: mean, max: mean } : { mean, min: column(), max: column() };
}

/** Moves columns to the left, or to the right where `by` is negative; those that come in hold rubbish. */
export function moveColumns({ mean, min, max }: Columns, by: number): void {
  moveValues(mean, by);
  if (min === mean) return;
  moveValues(min, by);
  moveValues(max, by);
}

/** Moves the values of an array to the left, or to the right where `by` is negative. */
export function moveValues(values: Float64Array | Uint32Array, by: number): void {
  if (by > 0) values.copyWithin(0, by);
  else if (by < 0) values.copyWithin(-by, 0);
}

/** Columns of one value each. */
export function columnsOf(values: ArrayLike<number>): Columns {
  const mean = Float64Array.from(values);
  return { mean, min: mean, max: mean };
}

/** Puts the mean, smallest and largest of the values `get(first)` to `get(last)` into a column; gaps do not count. */
export function foldInto(
  into: Columns,
  column: number,
  get: (step: number) => number,
  first: number,
  last: number,
): void {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let mean = 0;
  let count = 0;
  for (let step = first; step <= last; step++) {
    const value = get(step);
    if (Number.isNaN(value)) continue;
    count++;
    if (value < min) min = value;
    if (value > max) max = value;
    // As a running mean, which does not overflow where a sum would.
    mean += value === mean ? 0 : value / count - mean / count;
  }
  if (count === 0) min = max = mean = Number.NaN;
  // What is infinite on both sides has no mean, but it is no gap.
  else if (Number.isNaN(mean)) mean = 0;
  else mean = Math.min(max, Math.max(min, mean));
  into.mean[column] = mean;
  into.min[column] = min;
  into.max[column] = max;
}
