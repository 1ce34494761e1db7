import { meanOf, sumOf, varianceOf } from "./moments.ts";
import { quantileOfSorted } from "./quantile.ts";
import type { WindowFold } from "./windows.ts";

export const sumOverTime: WindowFold = ({ values, from, to }, step) => sumOf(values, from[step]!, to[step]!);

export const avgOverTime: WindowFold = ({ values, counts, from, to }, step) => {
  const [first, end] = [from[step]!, to[step]!];
  if (counts === undefined) return meanOf(values, first, end);
  return sumOf(values, first, end) / sumOf(counts, first, end);
};

export const countOverTime: WindowFold = ({ counts, from, to }, step) =>
  counts === undefined ? to[step]! - from[step]! : sumOf(counts, from[step]!, to[step]!);

export const presentOverTime: WindowFold = () => 1;

export const lastOverTime: WindowFold = ({ values, to }, step) => values[to[step]! - 1]!;

export const firstOverTime: WindowFold = ({ values, from }, step) => values[from[step]!]!;

/** The time in seconds of the sample that `better` picks; of equals the latest. */
function timeOfBest(better: (candidate: number, best: number) => boolean): WindowFold {
  return ({ timesMs, values, from, to }, step) => {
    let best = from[step]!;
    for (let i = best + 1; i < to[step]!; i++) {
      if (better(values[i]!, values[best]!) || Number.isNaN(values[best]!)) best = i;
    }
    return timesMs[best]! / 1000;
  };
}

export const tsOfMaxOverTime = timeOfBest((candidate, best) => candidate >= best);
export const tsOfMinOverTime = timeOfBest((candidate, best) => candidate <= best);
export const tsOfFirstOverTime: WindowFold = ({ timesMs, from }, step) => timesMs[from[step]!]! / 1000;
export const tsOfLastOverTime: WindowFold = ({ timesMs, to }, step) => timesMs[to[step]! - 1]! / 1000;

export const stdvarOverTime: WindowFold = ({ values, from, to }, step) =>
  varianceOf(values, from[step]!, to[step]!);

export const stddevOverTime: WindowFold = (windows, step) => Math.sqrt(stdvarOverTime(windows, step));

/** The quantile of a window's values; `q` has one number for each step. */
export function quantileOverTime(q: Float64Array): WindowFold {
  return ({ values, from, to }, step) =>
    quantileOfSorted(q[step]!, values.slice(from[step]!, to[step]!).sort());
}

/** The median of the distances from the median. */
export const madOverTime: WindowFold = ({ values, from, to }, step) => {
  const sorted = values.slice(from[step]!, to[step]!).sort();
  const median = quantileOfSorted(0.5, sorted);
  return quantileOfSorted(0.5, sorted.map((value) => Math.abs(value - median)).sort());
};
