import { limits, type SeriesReader } from "@mission-control/contracts";
import { type Expr, evaluateInstant, evaluateRange } from "@mission-control/promql";
import type { Clock } from "@mission-control/series";

/** Evaluates expressions on a reader within the limits that every query has. */
export function createEvaluate(options: { reader: SeriesReader; clock: Clock }) {
  const { reader, clock } = options;
  const select: SeriesReader["select"] = (matchers, startMs, endMs, signal) =>
    reader.select(matchers, startMs, endMs, signal);

  function bounds(signal?: AbortSignal) {
    return {
      select,
      ...(signal === undefined ? {} : { signal }),
      limits: { maxSamples: limits.samplesPerQuery, deadlineMs: limits.queryMs, clock },
    };
  }

  return {
    /** One value for each step from `startMs` to `endMs`. */
    range: (expr: Expr, grid: { startMs: number; endMs: number; stepMs: number }, signal?: AbortSignal) =>
      evaluateRange(expr, { ...grid, ...bounds(signal) }),
    /** The value at one time. */
    instant: (expr: Expr, timeMs: number, signal?: AbortSignal) =>
      evaluateInstant(expr, { timeMs, ...bounds(signal) }),
  };
}

/** Evaluates expressions within the limits that every query has. */
export type Evaluate = ReturnType<typeof createEvaluate>;
