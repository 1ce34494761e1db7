import { limits, type SeriesReader } from "@mission-control/contracts";
import { type Expr, evaluateInstant, evaluateRange } from "@mission-control/promql";
import type { Clock } from "@mission-control/series";

/** How a query is asked: who may stop it, and how long it may take at most. */
interface Asked {
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
}

/** Evaluates expressions on a reader within the limits that every query has. */
export function createEvaluate(options: { reader: SeriesReader; clock: Clock }) {
  const { reader, clock } = options;
  const select: SeriesReader["select"] = (matchers, startMs, endMs, signal) =>
    reader.select(matchers, startMs, endMs, signal);

  function bounds({ signal, deadlineMs = limits.queryMs }: Asked = {}) {
    return {
      select,
      ...(signal === undefined ? {} : { signal }),
      limits: { maxSamples: limits.samplesPerQuery, deadlineMs, clock },
    };
  }

  return {
    /** One value for each step from `startMs` to `endMs`. */
    range: (expr: Expr, grid: { startMs: number; endMs: number; stepMs: number }, asked?: Asked) =>
      evaluateRange(expr, { ...grid, ...bounds(asked) }),
    /** The value at one time. */
    instant: (expr: Expr, timeMs: number, asked?: Asked) =>
      evaluateInstant(expr, { timeMs, ...bounds(asked) }),
  };
}

/** Evaluates expressions within the limits that every query has. */
export type Evaluate = ReturnType<typeof createEvaluate>;
