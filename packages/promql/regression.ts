import type { WindowFold, Windows } from "./windows.ts";

/** A straight line: `slope` per second, `intercept` where x is 0. */
interface Line {
  slope: number;
  intercept: number;
}

/** Least squares through the samples of a window, x in seconds from `zeroMs`. Writes into `out`. */
function fitLine(windows: Windows, step: number, zeroMs: number, out: Line): Line {
  const { timesMs, values } = windows;
  const [from, to] = [windows.from[step]!, windows.to[step]!];
  const first = values[from]!;
  let constant = true;
  let [x, y, xy, xx] = [0, 0, 0, 0];
  // About the first sample, so that large times and values do not drown what is between them.
  const baseMs = timesMs[from]!;
  for (let i = from; i < to; i++) {
    if (values[i] !== first) constant = false;
    const dx = (timesMs[i]! - baseMs) / 1000;
    const dy = values[i]! - first;
    x += dx;
    y += dy;
    xy += dx * dy;
    xx += dx * dx;
  }
  if (constant) {
    const infinite = first === Number.POSITIVE_INFINITY || first === Number.NEGATIVE_INFINITY;
    out.slope = infinite ? Number.NaN : 0;
    out.intercept = infinite ? Number.NaN : first;
    return out;
  }
  const n = to - from;
  out.slope = (xy - (x * y) / n) / (xx - (x * x) / n);
  out.intercept = first + y / n - out.slope * (x / n) + (out.slope * (zeroMs - baseMs)) / 1000;
  return out;
}

const line: Line = { slope: 0, intercept: 0 };

/** The slope of the least-squares line, per second. */
export const deriv: WindowFold = (windows, step) =>
  fitLine(windows, step, windows.timesMs[windows.from[step]!]!, line).slope;

/** Where the least-squares line will be `aheadS[step]` seconds after `atMs[step]`. */
export function predictLinear(atMs: Float64Array, aheadS: Float64Array): WindowFold {
  return (windows, step) => {
    const { slope, intercept } = fitLine(windows, step, atMs[step]!, line);
    return slope * aheadS[step]! + intercept;
  };
}

/** Holt's double exponential smoothing: level factor `sf`, trend factor `tf`, both from 0 to 1, one for each step. */
export function smooth(sf: Float64Array, tf: Float64Array): WindowFold {
  return ({ values, from, to }, step) => {
    const start = from[step]!;
    let previous = 0;
    let level = values[start]!;
    let trend = values[start + 1]! - values[start]!;
    for (let i = start + 1; i < to[step]!; i++) {
      if (i > start + 1) trend = tf[step]! * (level - previous) + (1 - tf[step]!) * trend;
      previous = level;
      level = sf[step]! * values[i]! + (1 - sf[step]!) * (level + trend);
    }
    return level;
  };
}
