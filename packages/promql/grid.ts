/** The times at which an expression is evaluated: `count` of them, `stepMs` apart. */
export interface Grid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** The grid from `startMs` to at most `endMs`; empty where the end is before the start. */
export function gridOf(startMs: number, endMs: number, stepMs: number): Grid {
  const count = endMs < startMs ? 0 : stepMs > 0 ? Math.floor((endMs - startMs) / stepMs) + 1 : 1;
  return { startMs, stepMs, count };
}

/** The times of a grid, each moved back by `offsetMs`; all equal to `atMs` before that where it is given. */
export function timesOf(grid: Grid, offsetMs = 0, atMs?: number): Float64Array {
  const out = new Float64Array(grid.count);
  for (let i = 0; i < out.length; i++) out[i] = (atMs ?? grid.startMs + i * grid.stepMs) - offsetMs;
  return out;
}
