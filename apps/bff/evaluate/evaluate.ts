import { setImmediate as nextTurn } from "node:timers/promises";
import { limits, Refusal, type SeriesReader } from "@mission-control/contracts";
import {
  bytesOf,
  type Collected,
  collectInstant,
  collectRange,
  type Expr,
  evaluateInstant,
  evaluateRange,
  formatExpr,
  type InstantResult,
  PromqlError,
  type RangeResult,
  type Select,
  selectFrom,
  selectorsOf,
} from "@mission-control/promql";
import type { Clock } from "@mission-control/series";
import type { Apart } from "./apart.ts";
import type { ResultOf, StepGrid, When } from "./task.ts";

/** How a query is asked: who may stop it, how long it may take at most, and how long it may wait before it begins. */
interface Asked {
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
  readonly waitMs?: number;
}

/** Work of a millisecond or two, as `costOf` counts it: more is done on another thread. */
const MOST_HERE = 500_000;
/** The same for a lane that is watched, which would be taken to another thread at each step: some 20 ms. */
const MOST_LIVE = 5_000_000;
/** Bytes of samples that all queries together may hold while they wait and are evaluated. */
const MOST_HELD = 1024 * 2 ** 20;

/** Evaluates expressions on a reader within the limits that every query has. */
export function createEvaluate(options: {
  reader: SeriesReader;
  clock: Clock;
  apart?: Apart | undefined;
  mostHeldBytes?: number;
}) {
  const { reader, clock, apart, mostHeldBytes = MOST_HELD } = options;
  const { select } = reader;
  const oneATurn = createTurns();
  let heldBytes = 0;

  function bounds({ signal, deadlineMs = limits.queryMs }: Asked, maxWork = Number.POSITIVE_INFINITY) {
    const { samplesPerQuery: maxSamples, bytesPerQuery: maxBytes } = limits;
    return {
      ...(signal === undefined ? {} : { signal }),
      limits: { maxSamples, maxBytes, maxWork, deadlineMs, clock },
    };
  }

  /** Reads by `read` and evaluates by `done`; what is read is counted among all that is held until that is over. */
  async function holding<T>(
    read: (select: Select) => Promise<Collected>,
    done: (found: Collected) => Promise<T>,
  ) {
    let mine = 0;
    const counted: Select = async (...asked) => {
      const series = await select(...asked);
      const bytes = bytesOf(series);
      mine += bytes;
      heldBytes += bytes;
      if (heldBytes > mostHeldBytes)
        throw new Refusal(
          "overloaded",
          "the queries that run now hold as many samples as fit into memory; ask again",
        );
      return series;
    };
    try {
      return await done(await read(counted));
    } finally {
      heldBytes -= mine;
    }
  }

  /** Evaluates what has been read: here where that is surely little, else on another thread. */
  async function evaluated<Of extends When>(
    expr: Expr,
    when: Of,
    { answers, cost }: Collected,
    asked: Asked,
    here: (bounded: ReturnType<typeof bounds> & { select: Select }) => Promise<ResultOf<{ when: Of }>>,
  ): Promise<ResultOf<{ when: Of }>> {
    const tryHere = (maxWork: number) =>
      oneATurn(() => here({ select: selectFrom(answers), ...bounds(asked, maxWork) }));
    if (apart === undefined) return tryHere(Number.POSITIVE_INFINITY);
    if (cost <= MOST_HERE) {
      try {
        return await tryHere(MOST_HERE);
      } catch (error) {
        // It was more than expected.
        if (!isTooCostly(error)) throw error;
      }
    }
    const { deadlineMs = limits.queryMs, signal, waitMs } = asked;
    const { samplesPerQuery: maxSamples } = limits;
    const task = { expr: formatExpr(expr), when, answers, maxSamples, deadlineMs };
    return apart.run(task, { signal, cost, waitMs });
  }

  /** What is left of the time a query may take. */
  function since(startMs: number, asked: Asked): Asked {
    const deadlineMs = (asked.deadlineMs ?? limits.queryMs) - (clock.monotonicMs() - startMs);
    return { ...asked, deadlineMs: Math.max(0, deadlineMs) };
  }

  return {
    /**
     * One value for each step, at once: for what is live, and small.
     * @throws PromqlError, `too_costly` where it is more than some 20 ms of work.
     */
    range: (expr: Expr, grid: StepGrid, asked: Asked = {}) =>
      evaluateRange(expr, { ...grid, select, ...bounds(asked, MOST_LIVE) }),
    /** The same for what may be large: the samples are read here, and what is much is evaluated on another thread. */
    longRange(expr: Expr, grid: StepGrid, asked: Asked = {}): Promise<RangeResult> {
      const startMs = clock.monotonicMs();
      return holding(
        (select) => collectRange(expr, { ...grid, select, ...bounds(asked) }),
        (found) =>
          evaluated(expr, grid, found, since(startMs, asked), (bounded) =>
            evaluateRange(expr, { ...grid, ...bounded }),
          ),
      );
    },
    /** How many series an expression reads, roughly, and at once. */
    breadth: (expr: Expr): number =>
      selectorsOf(expr).reduce((sum, { matchers }) => sum + (reader.breadth?.(matchers) ?? 0), 0),
    /** The value at one time, evaluated where `longRange` would. */
    instant(expr: Expr, timeMs: number, asked: Asked = {}): Promise<InstantResult> {
      const startMs = clock.monotonicMs();
      return holding(
        (select) => collectInstant(expr, { timeMs, select, ...bounds(asked) }),
        (found) =>
          evaluated(expr, { timeMs }, found, since(startMs, asked), (bounded) =>
            evaluateInstant(expr, { timeMs, ...bounded }),
          ),
      );
    },
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

/** Whether an evaluation ended because it was too much, not because it was wrong. */
export const isTooCostly = (error: unknown): boolean =>
  error instanceof PromqlError && error.kind === "too_costly";
