import { type LaneFrame, toWire } from "@mission-control/contracts";
import { type Expr, parseExpr } from "@mission-control/promql";
import { labelsToJson } from "@mission-control/series";
import type { Evaluate } from "../evaluate/evaluate.ts";

/** An (expression, step) that somebody watches. However many watch it, it is evaluated once. */
export interface Pair {
  readonly key: string;
  readonly text: string;
  readonly expr: Expr;
  readonly stepMs: number;
  /** How long its last evaluation took. */
  costMs: number;
}

/** The name of a pair: equal for equal text and step. */
export function pairKey(expr: string, stepMs: number): string {
  return `${stepMs} ${expr}`;
}

/** @throws PromqlError where the expression is wrong. */
export function createPair(text: string, stepMs: number): Pair {
  return { key: pairKey(text, stepMs), text, expr: parseExpr(text), stepMs, costMs: 0 };
}

/** The value of a pair at one time, as the JSON of a LaneFrame. A failure is told in the frame: it is this lane's alone. */
export async function evaluateAt(
  pair: Pair,
  evaluate: Evaluate,
  timeMs: number,
  atMs: number,
): Promise<string> {
  const frame: LaneFrame = { expr: pair.text, stepMs: pair.stepMs, atMs, series: [], values: [] };
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
  const frames = new Map<number, string>();
  if (fromMs > toMs) return frames;
  const frameAt = (atMs: number): LaneFrame => ({
    expr: pair.text,
    stepMs: pair.stepMs,
    atMs,
    series: [],
    values: [],
  });
  const range = { startMs: fromMs, endMs: toMs, stepMs: pair.stepMs };
  try {
    const { timesMs, series } = await evaluate.range(pair.expr, range);
    const named = series.map((row) => labelsToJson(row.labels));
    timesMs.forEach((atMs, step) => {
      const frame = frameAt(atMs);
      series.forEach((row, i) => {
        if (row.present[step] === 0) return;
        frame.series.push(named[i]!);
        frame.values.push(toWire(row.values[step]!));
      });
      frames.set(atMs, JSON.stringify(frame));
    });
  } catch (error) {
    const told = { ...frameAt(toMs), error: wordsOf(error) };
    frames.set(toMs, JSON.stringify(told));
  }
  return frames;
}

/** The frame of a lane that there was no time for. */
export function skippedFrame(pair: Pair, atMs: number): string {
  const frame: LaneFrame = { expr: pair.text, stepMs: pair.stepMs, atMs, series: [], values: [] };
  frame.error = "too costly to watch live: narrow the selector, the range, or watch fewer lanes";
  return JSON.stringify(frame);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : "the expression could not be evaluated";
}
