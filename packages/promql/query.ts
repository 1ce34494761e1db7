import type { Labels, Series } from "@mission-control/series";
import { createAnnotations } from "./annotations.ts";
import { type Expr, unparen, type VectorSelector } from "./ast.ts";
import { createBudget, type Limits } from "./budget.ts";
import { typeOf } from "./check.ts";
import { type Column, settleNames, sortedByLabels } from "./column.ts";
import { costOf } from "./cost.ts";
import { PromqlError } from "./errors.ts";
import { createEvaluation } from "./evaluate.ts";
import { type Answers, fetchAll, questionOf, type Select } from "./fetch.ts";
import { type Grid, gridOf, refuseEndless, timesOf } from "./grid.ts";
import { DEFAULT_LOOKBACK_MS, selectorsOf } from "./selectors-of.ts";
import { warnOfSorting } from "./sort-warning.ts";

/** What every evaluation is given. `limits.deadlineMs` is a length of time, measured by `limits.clock`. */
export interface EvaluateOptions {
  readonly select: Select;
  readonly lookbackMs?: number;
  readonly signal?: AbortSignal;
  readonly limits?: Limits;
}

export interface RangeOptions extends EvaluateOptions {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

export interface InstantOptions extends EvaluateOptions {
  readonly timeMs: number;
}

/**
 * One series of a result: a value for each step. Where `present[i]` is 0 the series has no value at that step and `values[i]`
 * is NaN; a NaN where `present[i]` is 1 is a real one.
 */
export interface ResultSeries {
  readonly labels: Labels;
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

/** What a result should be read with, in Prometheus' words. */
interface Annotated {
  readonly warnings: string[];
  readonly infos: string[];
}

/** Values at each of `timesMs`, series ordered by labels. A scalar comes as one series without labels. */
export interface RangeResult extends Annotated {
  readonly timesMs: Float64Array;
  readonly series: ResultSeries[];
}

/** A value at one time; a range selector gives its samples as they are. */
export type InstantResult = Annotated & { readonly timeMs: number } & (
    | { readonly type: "vector"; readonly series: { readonly labels: Labels; readonly value: number }[] }
    | { readonly type: "scalar"; readonly value: number }
    | { readonly type: "string"; readonly value: string }
    | { readonly type: "matrix"; readonly series: Pick<Series, "labels" | "timesMs" | "values">[] }
  );

/**
 * Evaluates a vector or scalar at every `stepMs` from `startMs` to `endMs`.
 * @throws PromqlError of any kind; what `select` throws passes through.
 */
export async function evaluateRange(expr: Expr, options: RangeOptions): Promise<RangeResult> {
  const { startMs, endMs, stepMs } = options;
  if (!(stepMs > 0))
    throw new PromqlError("bad_data", "zero or negative query resolution step widths are not accepted");
  if (!(endMs >= startMs)) throw new PromqlError("bad_data", "end timestamp must not be before start time");
  const type = typeOf(expr);
  if (type !== "vector" && type !== "scalar") {
    const words = `invalid expression type "${type === "matrix" ? "range vector" : type}" for range query`;
    throw new PromqlError("bad_data", `${words}, must be Scalar or instant Vector`, expr.span);
  }
  const grid = gridOf(startMs, endMs, stepMs);
  refuseEndless(grid);
  const { evaluation, annotations } = await prepare(expr, { startMs, endMs, stepMs }, options);
  warnOfSorting(expr, annotations.warn);
  const found = evaluation.value(expr, grid);
  if (found.kind === "string") throw new TypeError("a range of strings");
  const columns = found.kind === "scalar" ? [scalarColumn(found.values)] : settleNames(found.columns);
  const series = sortedByLabels(columns.filter((column) => column.present.includes(1))).map(
    ({ labels, values, present }) => ({ labels, values, present }),
  );
  return { timesMs: timesOf(grid), series, ...annotations.taken() };
}

function scalarColumn(values: Float64Array): Column {
  return { labels: new Map(), dropName: false, values, present: new Uint8Array(values.length).fill(1) };
}

/**
 * Evaluates an expression of any type at one time. The order of a vector is that of `sort` or `topk` where one stands
 * outermost.
 * @throws PromqlError of any kind; what `select` throws passes through.
 */
export async function evaluateInstant(expr: Expr, options: InstantOptions): Promise<InstantResult> {
  const { timeMs } = options;
  const grid = gridAt(timeMs);
  const { evaluation, annotations } = await prepare(expr, windowAt(timeMs), options);
  const result = (): InstantResult => {
    const type = typeOf(expr);
    if (type === "string") return { type, timeMs, value: evaluation.text(expr), warnings: [], infos: [] };
    if (type === "scalar")
      return { type, timeMs, value: evaluation.scalar(expr, grid)[0]!, warnings: [], infos: [] };
    if (type === "matrix") {
      const series: Pick<Series, "labels" | "timesMs" | "values">[] = [];
      for (const { labels, timesMs, values, from, to } of evaluation.ranges(expr, grid).series) {
        const [first, end] = [from[0]!, to[0]!];
        if (first < end)
          series.push({ labels, timesMs: timesMs.slice(first, end), values: values.slice(first, end) });
      }
      return { type, timeMs, series: sortedByLabels(series), warnings: [], infos: [] };
    }
    const columns = settleNames(evaluation.vector(unparen(expr), grid));
    const series = columns
      .filter((column) => column.present[0] === 1)
      .map(({ labels, values }) => ({ labels, value: values[0]! }));
    return { type, timeMs, series, warnings: [], infos: [] };
  };
  return { ...result(), ...annotations.taken() };
}

/** What an expression reads, and the work of evaluating it: see `costOf`. */
export interface Collected {
  readonly answers: Answers;
  readonly cost: number;
}

/**
 * Reads all that `evaluateRange` would read and evaluates nothing. With `selectFrom` the rest can be done elsewhere, in a worker.
 * @throws PromqlError `too_costly`, `timeout` and `canceled`; what `select` throws passes through.
 */
export const collectRange = (expr: Expr, options: RangeOptions): Promise<Collected> =>
  collect(expr, gridOf(options.startMs, options.endMs, options.stepMs), options, options);

/** The same for `evaluateInstant`. */
export const collectInstant = (expr: Expr, options: InstantOptions): Promise<Collected> =>
  collect(expr, gridAt(options.timeMs), windowAt(options.timeMs), options);

async function collect(expr: Expr, grid: Grid, window: Window, options: EvaluateOptions): Promise<Collected> {
  const answers = new Map<string, readonly Series[]>();
  const select: Select = async (matchers, startMs, endMs, signal, hint) => {
    const series = await options.select(matchers, startMs, endMs, signal, hint);
    answers.set(questionOf(matchers, startMs, endMs, hint), series);
    return series;
  };
  const { series, lookbackMs } = await fetchFor(expr, window, { ...options, select });
  const { startMs, endMs, stepMs } = window;
  const seriesOf = (selector: VectorSelector) => series.get(selector) ?? [];
  const query = { startMs, endMs, stepMs, rangeMs: endMs - startMs, lookbackMs, seriesOf };
  return { answers, cost: costOf(expr, grid, query) };
}

const gridAt = (timeMs: number): Grid => ({ startMs: timeMs, stepMs: 0, count: 1 });
const windowAt = (timeMs: number): Window => ({ startMs: timeMs, endMs: timeMs, stepMs: 0 });

/** A question takes no longer than it may, and reads no more, whether it is then evaluated here or not. */
async function fetchFor(expr: Expr, window: Window, options: EvaluateOptions) {
  const lookbackMs = options.lookbackMs ?? DEFAULT_LOOKBACK_MS;
  const budget = createBudget(options.limits, options.signal);
  budget.check();
  const rangeMs = window.endMs - window.startMs;
  const needs = selectorsOf(expr, { stepMs: window.stepMs, rangeMs, lookbackMs });
  return { series: await fetchAll(needs, window, options, budget), budget, lookbackMs };
}

/** Fetches everything an expression reads, so that evaluating it need not wait. */
async function prepare(expr: Expr, window: Window, options: EvaluateOptions) {
  const { series, budget, lookbackMs } = await fetchFor(expr, window, options);
  const annotations = createAnnotations();
  const seriesOf = (selector: VectorSelector) => series.get(selector) ?? [];
  const evaluation = createEvaluation(expr, { ...window, lookbackMs, seriesOf }, budget, annotations);
  return { evaluation, annotations };
}

interface Window {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}
