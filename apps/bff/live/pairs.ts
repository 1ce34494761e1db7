import { type LaneFrame, type LaneSubscription, type RangeAnswer, toWire } from "@mission-control/contracts";
import { type Expr, parseExpr } from "@mission-control/promql";
import { labelsToJson } from "@mission-control/series";
import type { Evaluate } from "../evaluate/evaluate.ts";

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
}

/** The name of a pair: equal for equal store, text and step. */
export function pairKey({ store = "", expr, stepMs }: Watched): string {
  return `${stepMs} ${store} ${expr}`;
}

/** @throws PromqlError where the expression is wrong. */
export function createPair(watched: Watched): Pair {
  const { store, expr, stepMs } = watched;
  return { key: pairKey(watched), store, text: expr, expr: parseExpr(expr), stepMs, costMs: 0 };
}

/** A frame that has no values yet. */
export function emptyFrame(
  { store, text, stepMs }: Pick<Pair, "store" | "text" | "stepMs">,
  atMs: number,
): LaneFrame {
  return { ...(store === undefined ? {} : { store }), expr: text, stepMs, atMs, series: [], values: [] };
}

/** The value of a pair at one time, as the JSON of a LaneFrame. A failure is told in the frame: it is this lane's alone. */
export async function evaluateAt(
  pair: Pair,
  evaluate: Evaluate,
  timeMs: number,
  atMs: number,
): Promise<string> {
  const frame = emptyFrame(pair, atMs);
  if (timeMs !== atMs) frame.open = true;
  try {
    const { timesMs, series } = await evaluate.range(pair.expr, {
      startMs: timeMs,
      endMs: timeMs,
      stepMs: pair.stepMs,
    });
    if (timesMs.length > 0) {
      for (const row of series) {
        if (row.present !== undefined && row.present[0] === 0) continue;
        frame.series.push(labelsToJson(row.labels));
        frame.values.push(toWire(row.values[0]!));
      }
    }
  } catch (error) {
    frame.error = wordsOf(error);
  }
  return JSON.stringify(frame);
}

/** The same at many steps in one evaluation, for a browser that comes back: time to JSON. */
export async function evaluateOver(
  pair: Pair,
  evaluate: Evaluate,
  fromMs: number,
  toMs: number,
): Promise<Map<number, string>> {
  if (fromMs > toMs) return new Map();
  try {
    const range = { startMs: fromMs, endMs: toMs, stepMs: pair.stepMs };
    return framesOf(pair, await evaluate.range(pair.expr, range));
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

/** The frame of a lane that there was no time for. */
export function skippedFrame(pair: Pair, atMs: number): string {
  const frame = emptyFrame(pair, atMs);
  frame.error = "too costly to watch live: narrow the selector, the range, or watch fewer lanes";
  return JSON.stringify(frame);
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : "the expression could not be evaluated";
}
