import { PromqlError } from "./errors.ts";

/** The times at which an expression is evaluated: `count` of them, `stepMs` apart. */
export interface Grid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** The step of a subquery that names none. */
export const SUBQUERY_STEP_MS = 60_000;

/** The grid from `startMs` to at most `endMs`; empty where the end is before the start. */
export function gridOf(startMs: number, endMs: number, stepMs: number): Grid {
  const count = endMs < startMs ? 0 : stepMs > 0 ? Math.floor((endMs - startMs) / stepMs) + 1 : 1;
  return { startMs, stepMs, count };
}

/** No query has more steps than this, whatever its limits: a column of them takes 90 MB. */
const MAX_STEPS = 10_000_000;

/** Throws `too_costly` for a grid that no limits should be needed to refuse, as that of `x[10y:1ms]`. */
export function refuseEndless(grid: Grid): void {
  if (grid.count > MAX_STEPS) {
    throw new PromqlError("too_costly", `more than ${MAX_STEPS} steps to evaluate: take a longer step`);
  }
}

/** The times of a grid, each moved back by `offsetMs`; all equal to `atMs` before that where it is given. */
export function timesOf(grid: Grid, offsetMs = 0, atMs?: number): Float64Array {
  const out = new Float64Array(grid.count);
  for (let i = 0; i < out.length; i++) out[i] = (atMs ?? grid.startMs + i * grid.stepMs) - offsetMs;
  return out;
}
