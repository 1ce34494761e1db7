import type { JudgeInput } from "@mission-control/alerts";
import { type PromError, Refusal } from "@mission-control/contracts";
import { type Expr, PromqlError, parseExpr } from "@mission-control/promql";
import type { Clock } from "@mission-control/series";
import { type Evaluate, isTooCostly } from "../evaluate/evaluate.ts";
import type { Watched } from "../live/pairs.ts";
import type { LaneReader } from "../live/proxied-pairs.ts";

/** How long one evaluation may take here, and elsewhere (on another thread, in another store), ms. */
const HERE_MS = 1_000;
const ELSEWHERE_MS = 10_000;
/** What took longer than this, ms, so often in a row is evaluated on another thread from then on: once may be by chance. */
const COSTLY_MS = 5;
const COSTLY_TIMES = 3;
/** For so long, ms; then it is tried here again: much may have come only with much else that went on. */
const COSTLY_FOR_MS = 10 * 60_000;

/** What rules ask: rules that ask the same share the answer. */
export interface RuleQuestion {
  readonly key: string;
  readonly expr: string;
  readonly store: string | undefined;
  /** What it was parsed to, once it was asked here. */
  parsed?: Expr;
  /** How long its last evaluation took, and until when, by the monotonic clock, it is too much work for the thread that serves. */
  costMs: number;
  costlyUntilMs: number;
  /** How often in a row it took long. */
  slow: number;
}

/** The name of a question: equal for equal store and text. */
export const questionKey = (expr: string, store: string | undefined): string => `${store ?? ""} ${expr}`;

export function createQuestion(expr: string, store: string | undefined): RuleQuestion {
  return {
    key: questionKey(expr, store),
    expr,
    store,
    costMs: 0,
    costlyUntilMs: Number.NEGATIVE_INFINITY,
    slow: 0,
  };
}

/** Asks what rules ask: from memory where that is little work, else elsewhere. */
export function createAsking(options: {
  clock: Clock;
  evaluate: Evaluate;
  /** What answers a text by itself: another store, functions after a query; undefined where it is evaluated here. @throws PromqlError */
  readerOf: (watched: Watched) => LaneReader | undefined;
}) {
  const { clock, evaluate, readerOf } = options;

  const isCostly = ({ costlyUntilMs }: RuleQuestion) => clock.monotonicMs() < costlyUntilMs;
  function becomeCostly(question: RuleQuestion): void {
    question.costlyUntilMs = clock.monotonicMs() + COSTLY_FOR_MS;
  }

  async function here(question: RuleQuestion, timeMs: number, stepMs: number): Promise<JudgeInput> {
    question.parsed ??= parseExpr(question.expr);
    const expr = question.parsed;
    const grid = { startMs: timeMs, endMs: timeMs, stepMs };
    const { series } = isCostly(question)
      ? await evaluate.longRange(expr, grid, { deadlineMs: ELSEWHERE_MS, waitMs: ELSEWHERE_MS })
      : await evaluate.range(expr, grid, { deadlineMs: HERE_MS });
    return series.flatMap(({ labels, values, present }) =>
      present[0] === 1 ? { labels, value: values[0]! } : [],
    );
  }

  async function ask(question: RuleQuestion, timeMs: number, stepMs: number): Promise<JudgeInput> {
    const { expr, store } = question;
    const reader = readerOf({ store, expr, stepMs });
    if (reader === undefined) return here(question, timeMs, stepMs);
    const answer = await reader.instant(expr, timeMs, { deadlineMs: ELSEWHERE_MS });
    if ("error" in answer) return { error: answer.error };
    if (answer.type === "scalar") return [{ labels: new Map(), value: answer.value }];
    if (answer.type === "vector") return answer.series;
    return { error: `a ${answer.type === "matrix" ? "range vector" : "string"} has no value at one time` };
  }

  return {
    /** Whether it is answered by another store or another thread, so that the next one need not wait for it. */
    isElsewhere(question: RuleQuestion): boolean {
      const { expr, store } = question;
      try {
        return isCostly(question) || readerOf({ store, expr, stepMs: 1 }) !== undefined;
      } catch {
        return false;
      }
    },
    /** What the question comes to at a time; a failure is an answer, too. Undefined where it turns out to be costly only now. */
    async answer(question: RuleQuestion, timeMs: number, stepMs: number): Promise<JudgeInput | undefined> {
      const startMs = clock.monotonicMs();
      const wasCostly = isCostly(question);
      try {
        return await ask(question, timeMs, stepMs);
      } catch (error) {
        if (!isTooCostly(error) || wasCostly) return { error: wordsOf(error) };
        becomeCostly(question);
        return undefined;
      } finally {
        question.costMs = clock.monotonicMs() - startMs;
        // Elsewhere it says nothing of how long it would take here.
        if (!wasCostly) {
          question.slow = question.costMs > COSTLY_MS ? question.slow + 1 : 0;
          if (question.slow >= COSTLY_TIMES && question.parsed !== undefined) becomeCostly(question);
        }
      }
    },
  };
}

/** Asks what rules ask. */
export type Asking = ReturnType<typeof createAsking>;

function wordsOf(error: unknown): string {
  if (error instanceof PromqlError || error instanceof Refusal) return error.message;
  if (typeof error === "object" && error !== null && "errorType" in error) return (error as PromError).error;
  return "the expression could not be evaluated";
}
