import {
  type LaneFrame,
  type LaneSubscription,
  type RangeAnswer,
  Refusal,
  toWire,
} from "@mission-control/contracts";
import { type Expr, PromqlError, parseExpr } from "@mission-control/promql";
import { type Clock, labelsToJson } from "@mission-control/series";
import { type Evaluate, isTooCostly } from "../evaluate/evaluate.ts";

/** What makes a pair: the store where one is named, the expression, and the step. */
export type Watched = Pick<LaneSubscription, "store" | "expr" | "stepMs">;

/** An expression on a step that somebody watches. However many watch it, it is evaluated once. */
export interface Pair {
  readonly key: string;
  readonly store: string | undefined;
  readonly text: string;
  readonly expr: Expr;
  readonly stepMs: number;
  /** How long its last evaluation took. */
  costMs: number;
  /** Whether it is too much work for the thread that serves: then it is evaluated on another one. */
  isCostly: boolean;
  /** How long it is left alone after it was too costly even so, twice as long each time, and until when; ms, monotonic. */
  restMs: number;
  restsUntilMs: number;
}

const LEAST_REST_MS = 10_000;
const MOST_REST_MS = 15 * 60_000;

/** What a lane is evaluated with: by when it has to be done, and by which clock. */
interface Means {
  readonly evaluate: Evaluate;
  readonly clock: Clock;
  readonly deadlineMs: number;
}

/** The name of a pair: equal for equal store, text and step. */
export function pairKey({ store = "", expr, stepMs }: Watched): string {
  return `${stepMs} ${store} ${expr}`;
}

/** @throws PromqlError where the expression is wrong. */
export function createPair(watched: Watched): Pair {
  const { store, expr, stepMs } = watched;
  const unknown = { costMs: 0, isCostly: false, restMs: 0, restsUntilMs: 0 };
  return { key: pairKey(watched), store, text: expr, expr: parseExpr(expr), stepMs, ...unknown };
}

/** A frame that has no values yet. */
export function emptyFrame(
  { store, text, stepMs }: Pick<Pair, "store" | "text" | "stepMs">,
  atMs: number,
): LaneFrame {
  return { ...(store === undefined ? {} : { store }), expr: text, stepMs, atMs, series: [], values: [] };
}

/**
 * The value of a pair at one time, as the JSON of a LaneFrame. A failure is told in the frame: it is this lane's alone. One that
 * takes too long is left alone for a while. Undefined where it turns out to be costly only now: it is to be asked again.
 */
export async function evaluateAt(
  pair: Pair,
  { evaluate, clock, deadlineMs }: Means,
  timeMs: number,
  atMs: number,
): Promise<string | undefined> {
  if (clock.monotonicMs() < pair.restsUntilMs) return skippedFrame(pair, atMs);
  const frame = emptyFrame(pair, atMs);
  if (timeMs !== atMs) frame.open = true;
  try {
    const grid = { startMs: timeMs, endMs: timeMs, stepMs: pair.stepMs };
    const { timesMs, series } = pair.isCostly
      ? await evaluate.longRange(pair.expr, grid, { deadlineMs, waitMs: deadlineMs })
      : await evaluate.range(pair.expr, grid, { deadlineMs });
    pair.restMs = 0;
    if (timesMs.length > 0) {
      for (const row of series) {
        if (row.present !== undefined && row.present[0] === 0) continue;
        frame.series.push(labelsToJson(row.labels));
        frame.values.push(toWire(row.values[0]!));
      }
    }
  } catch (error) {
    if (isTooCostly(error) && !pair.isCostly) {
      pair.isCostly = true;
      return undefined;
    }
    if (isTooMuch(error)) {
      pair.restMs = Math.min(MOST_REST_MS, Math.max(LEAST_REST_MS, 2 * pair.restMs));
      pair.restsUntilMs = clock.monotonicMs() + pair.restMs;
      return skippedFrame(pair, atMs);
    }
    frame.error = wordsOf(error);
  }
  return JSON.stringify(frame);
}

/** The same at many steps in one evaluation, for a browser that comes back: time to JSON. */
export async function evaluateOver(
  pair: Pair,
  { evaluate, clock, deadlineMs }: Means,
  fromMs: number,
  toMs: number,
): Promise<Map<number, string>> {
  if (fromMs > toMs) return new Map();
  if (clock.monotonicMs() < pair.restsUntilMs) return new Map([[toMs, skippedFrame(pair, toMs)]]);
  try {
    const range = { startMs: fromMs, endMs: toMs, stepMs: pair.stepMs };
    return framesOf(pair, await evaluate.longRange(pair.expr, range, { deadlineMs, waitMs: deadlineMs }));
  } catch (error) {
    const told = { ...emptyFrame(pair, toMs), error: wordsOf(error) };
    return new Map([[toMs, JSON.stringify(told)]]);
  }
}

/** A range's values as the JSON of a LaneFrame for each step. */
export function framesOf(
  pair: Pick<Pair, "store" | "text" | "stepMs">,
  { timesMs, series }: Pick<RangeAnswer, "timesMs" | "series">,
): Map<number, string> {
  const frames = new Map<number, string>();
  const named = series.map((row) => labelsToJson(row.labels));
  timesMs.forEach((atMs, step) => {
    const frame = emptyFrame(pair, atMs);
    series.forEach((row, i) => {
      if (row.present[step] === 0) return;
      frame.series.push(named[i]!);
      frame.values.push(toWire(row.values[step]!));
    });
    frames.set(atMs, JSON.stringify(frame));
  });
  return frames;
}

/** Whether a lane is too much to be watched, not wrong. */
const isTooMuch = (error: unknown): boolean =>
  isTooCostly(error) ||
  (error instanceof PromqlError && error.kind === "timeout") ||
  (error instanceof Refusal && error.code === "overloaded");

/** The frame of a lane that there was no time for. */
export function skippedFrame(pair: Pair, atMs: number): string {
  const frame = emptyFrame(pair, atMs);
  frame.error = "too costly to watch live: narrow the selector, the range, or watch fewer lanes";
  return JSON.stringify(frame);
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : "the expression could not be evaluated";
}
