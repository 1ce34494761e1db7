import { setImmediate as nextTurn } from "node:timers/promises";
import { limits, type SeriesReader } from "@mission-control/contracts";
import {
  type Answers,
  collectRange,
  type Expr,
  evaluateInstant,
  evaluateRange,
  formatExpr,
  type RangeResult,
  selectFrom,
  selectorsOf,
} from "@mission-control/promql";
import type { Clock } from "@mission-control/series";
import type { Apart } from "./apart.ts";
import type { StepGrid } from "./task.ts";

/** How a query is asked: who may stop it, and how long it may take at most. */
interface Asked {
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
}

/** Reading so many samples, or making so many values, takes some milliseconds: more is done on another thread. */
const MOST_HERE = 50_000;

/** Evaluates expressions on a reader within the limits that every query has. */
export function createEvaluate(options: { reader: SeriesReader; clock: Clock; apart?: Apart | undefined }) {
  const { reader, clock, apart } = options;
  const { select } = reader;
  const oneATurn = createTurns();

  function bounds({ signal, deadlineMs = limits.queryMs }: Asked = {}) {
    return {
      ...(signal === undefined ? {} : { signal }),
      limits: { maxSamples: limits.samplesPerQuery, deadlineMs, clock },
    };
  }

  return {
    /** One value for each step, at once: for what is live, and small. */
    range: (expr: Expr, grid: StepGrid, asked?: Asked) =>
      evaluateRange(expr, { ...grid, select, ...bounds(asked) }),
    /** The same for what may be large: the samples are read here, and many are evaluated on another thread. */
    async longRange(expr: Expr, grid: StepGrid, asked: Asked = {}): Promise<RangeResult> {
      const startMs = clock.monotonicMs();
      const answers = await collectRange(expr, { ...grid, select, ...bounds(asked) });
      const deadlineMs = (asked.deadlineMs ?? limits.queryMs) - (clock.monotonicMs() - startMs);
      if (apart === undefined || costOf(answers, grid) <= MOST_HERE)
        return oneATurn(() =>
          evaluateRange(expr, { ...grid, select: selectFrom(answers), ...bounds({ ...asked, deadlineMs }) }),
        );
      const task = { expr: formatExpr(expr), grid, answers, maxSamples: limits.samplesPerQuery, deadlineMs };
      return apart.range(task, asked.signal);
    },
    /** How many series an expression reads, roughly, and at once. */
    breadth: (expr: Expr): number =>
      selectorsOf(expr).reduce((sum, { matchers }) => sum + (reader.breadth?.(matchers) ?? 0), 0),
    /** The value at one time. */
    instant: (expr: Expr, timeMs: number, asked?: Asked) =>
      evaluateInstant(expr, { timeMs, select, ...bounds(asked) }),
  };
}

/** Evaluates expressions within the limits that every query has. */
export type Evaluate = ReturnType<typeof createEvaluate>;

/** Runs one job in each turn of the thread, so that hundreds that are due at once do not hold everything else up. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(job: () => Promise<T>): Promise<T> => {
    const mine = last.then(() => nextTurn()).then(job);
    last = mine.catch(() => {});
    return mine;
  };
}

/** Roughly how many values are read and made. */
function costOf(answers: Answers, { startMs, endMs, stepMs }: StepGrid): number {
  const steps = (endMs - startMs) / stepMs + 1;
  let cost = steps;
  for (const series of answers.values()) for (const { timesMs } of series) cost += timesMs.length + steps;
  return cost;
}
