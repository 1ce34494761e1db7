/** Folds a stretch of a column into one number; NaN where it holds none. */
export type Fold = (values: Float64Array, from: number, to: number) => number;

/** The smallest value, gaps passed over. */
export const foldMin: Fold = (values, from, to) => {
  let out = Number.NaN;
  for (let i = from; i < to; i++) if (!(values[i]! >= out)) out = Number.isNaN(values[i]!) ? out : values[i]!;
  return out;
};

/** The largest value, gaps passed over. */
export const foldMax: Fold = (values, from, to) => {
  let out = Number.NaN;
  for (let i = from; i < to; i++) if (!(values[i]! <= out)) out = Number.isNaN(values[i]!) ? out : values[i]!;
  return out;
};

/** The arithmetic mean, gaps passed over. */
export const foldMean: Fold = (values, from, to) => {
  let sum = 0;
  let count = 0;
  for (let i = from; i < to; i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]!;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
};

/** The last value that is no gap. */
export const foldLast: Fold = (values, from, to) => {
  for (let i = to - 1; i >= from; i--) if (!Number.isNaN(values[i]!)) return values[i]!;
  return Number.NaN;
};
