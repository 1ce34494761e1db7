/**
 * Sums, means and variances of values[from..to) that keep what rounding would lose (Neumaier's form of Kahan summation), so
 * that 1 + 1e100 - 1e100 is 1. The state is in local variables throughout: shared by closures it costs ten times as much.
 */

/** The sum. */
export function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  let lost = 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    const next = sum + value;
    if (next - next !== 0) lost = Number.isNaN(next) ? Number.NaN : 0;
    else lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** The mean, which overflows only where the mean itself does. */
export function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  let lost = 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    const next = sum + value;
    if (next - next !== 0) {
      if (Number.isNaN(next)) return Number.NaN;
      return i === from
        ? movedMean(values, i + 1, to, 1, next, 0)
        : movedMean(values, i, to, i - from, sum, lost);
    }
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum / (to - from) + lost / (to - from);
}

/** Goes on from the sum of `before` values by moving the mean, where the sum would overflow. */
function movedMean(
  values: Float64Array,
  at: number,
  to: number,
  before: number,
  sum: number,
  sumLost: number,
): number {
  let mean = sum / before;
  let lost = sumLost / before;
  let count = before;
  for (let i = at; i < to; i++) {
    count++;
    const keep = (count - 1) / count;
    const part = values[i]! / count;
    const kept = keep * mean;
    const next = kept + part;
    lost *= keep;
    if (next === Number.POSITIVE_INFINITY || next === Number.NEGATIVE_INFINITY) lost = 0;
    else lost += Math.abs(kept) >= Math.abs(part) ? kept - next + part : part - next + kept;
    mean = next;
  }
  return mean + lost;
}

/** The variance about the mean (population, Welford's recurrence). */
export function varianceOf(values: Float64Array, from: number, to: number): number {
  let mean = 0;
  let meanLost = 0;
  let squares = 0;
  let squaresLost = 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    const delta = value - (mean + meanLost);
    const part = delta / (i - from + 1);
    const nextMean = mean + part;
    meanLost += Math.abs(mean) >= Math.abs(part) ? mean - nextMean + part : part - nextMean + mean;
    mean = nextMean;
    const square = delta * (value - (mean + meanLost));
    const nextSquares = squares + square;
    squaresLost +=
      Math.abs(squares) >= Math.abs(square) ? squares - nextSquares + square : square - nextSquares + squares;
    squares = nextSquares;
  }
  return (squares + squaresLost) / (to - from);
}
