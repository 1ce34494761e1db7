import { evaluateAggregate } from "./aggregate.ts";
import type { Annotations } from "./annotations.ts";
import { type Expr, type MatrixSelector, type Subquery, unparen, type VectorSelector } from "./ast.ts";
import { evaluateBinary } from "./binary.ts";
import type { Budget } from "./budget.ts";
import { type Column, mapColumn } from "./column.ts";
import { durationMs, lengthMs } from "./duration.ts";
import type { Evaluation, Query, Ranges, Value } from "./evaluation.ts";
import { evaluateCall } from "./functions.ts";
import { type Grid, gridOf, refuseEndless, SUBQUERY_STEP_MS, timesOf } from "./grid.ts";
import { invariantParts } from "./invariant.ts";
import { smoothedAt } from "./smoothed.ts";
import {
  latestOf,
  samplesOfColumn,
  type WindowSamples,
  type Windows,
  windowsOver,
  withoutStale,
} from "./windows.ts";
import { seriesWork } from "./work.ts";

/**
 * Makes an evaluation of `expr`: everything it reads is at hand in `query`, so that it runs to its end without waiting,
 * whole grids at a time.
 */
export function createEvaluation(
  expr: Expr,
  query: Query,
  budget: Budget,
  annotations: Annotations,
): Evaluation {
  const invariant = invariantParts(expr);
  const durations = { stepMs: query.stepMs, rangeMs: query.endMs - query.startMs };

  function value(part: Expr, grid: Grid): Value {
    if (part.kind === "paren") return value(unparen(part), grid);
    if (grid.count > 1 && invariant.has(part) && part.kind !== "number" && part.kind !== "string") {
      const found = evaluate(part, { ...grid, count: 1 });
      budget.work(widthOf(found) * grid.count);
      return spread(found, grid.count);
    }
    return evaluate(part, grid);
  }

  function evaluate(part: Expr, grid: Grid): Value {
    budget.spend(grid.count);
    switch (part.kind) {
      case "number":
        budget.work(grid.count);
        return { kind: "scalar", values: new Float64Array(grid.count).fill(part.value) };
      case "string":
        return { kind: "string", text: part.value };
      case "vector_selector":
        return { kind: "vector", columns: select(part, grid, false) };
      case "call":
        return evaluateCall(part, grid, evaluation);
      case "aggregate":
        return { kind: "vector", columns: evaluateAggregate(part, grid, evaluation) };
      case "binary":
        return evaluateBinary(part, grid, evaluation);
      case "unary":
        return negate(value(part.expr, grid), part.op, grid);
      case "paren":
        return value(part.expr, grid);
      default:
        throw new TypeError(`a ${part.kind} has no value of its own`);
    }
  }

  /** When a selector or subquery looks, for each step: moved by its `@` and its offset. */
  function endsOf(part: Pick<VectorSelector | Subquery, "at" | "offset">, grid: Grid): Float64Array {
    const offsetMs = part.offset === undefined ? 0 : durationMs(part.offset, durations);
    const at = part.at === "start" ? query.startMs : part.at === "end" ? query.endMs : part.at;
    return timesOf(grid, offsetMs, at);
  }

  function select(selector: VectorSelector, grid: Grid, asTimes: boolean): Column[] {
    const timesMs = endsOf(selector, grid);
    const out: Column[] = [];
    for (const series of query.seriesOf(selector)) {
      budget.spend(grid.count);
      budget.work(seriesWork(series.timesMs.length, grid.count));
      const column =
        selector.mode === "smoothed"
          ? smoothedAt(series, timesMs, query.lookbackMs, asTimes)
          : latestOf(series, timesMs, query.lookbackMs, asTimes);
      if (column !== undefined) out.push(column);
    }
    return out;
  }

  function ranges(part: Expr, grid: Grid): Ranges {
    const source = unparen(part);
    if (source.kind === "matrix_selector") return selectRanges(source, grid);
    if (source.kind === "subquery") return subqueryRanges(source, grid);
    throw new TypeError(`a ${source.kind} is no range vector`);
  }

  function selectRanges(source: MatrixSelector, grid: Grid): Ranges {
    const rangeMs = lengthMs(source.range, durations);
    const endsMs = endsOf(source.selector, grid);
    const { mode } = source.selector;
    function* windows() {
      for (const series of query.seriesOf(source.selector)) {
        budget.work(seriesWork(series.timesMs.length, grid.count));
        const samples = { labels: series.labels, dropName: false, ...withoutStale(series) };
        yield mode === undefined
          ? windowsOver(samples, endsMs, rangeMs)
          : widened(samples, endsMs, rangeMs, mode);
      }
    }
    return { series: windows(), rangeMs, endsMs, atMs: timesOf(grid), source };
  }

  /** Windows that hold a lookback more before their start, and for `smoothed` after their end. */
  function widened(
    samples: WindowSamples,
    endsMs: Float64Array,
    rangeMs: number,
    mode: "anchored" | "smoothed",
  ): Windows {
    const aheadMs = mode === "smoothed" ? query.lookbackMs : 0;
    const wide = windowsOver(
      samples,
      endsMs.map((endMs) => endMs + aheadMs),
      rangeMs + query.lookbackMs + aheadMs,
    );
    return { ...wide, endsMs, rangeMs };
  }

  function subqueryRanges(source: Subquery, grid: Grid): Ranges {
    const rangeMs = lengthMs(source.range, durations);
    const stepMs = source.step === undefined ? SUBQUERY_STEP_MS : lengthMs(source.step, durations);
    const endsMs = endsOf(source, grid);
    const firstMs = endsMs[0]! - rangeMs;
    // Steps lie at multiples of the step, whatever the time of the query, the first one after the open start.
    const startMs = (Math.floor(firstMs / stepMs) + 1) * stepMs;
    const inner = gridOf(startMs, endsMs[endsMs.length - 1]!, stepMs);
    refuseEndless(inner);
    const columns = inner.count === 0 ? [] : vector(source.expr, inner);
    const innerMs = timesOf(inner);
    function* windows() {
      for (const column of columns) {
        const { labels, dropName } = column;
        budget.work(seriesWork(inner.count, grid.count));
        yield windowsOver({ labels, dropName, ...samplesOfColumn(column, innerMs) }, endsMs, rangeMs);
      }
    }
    return { series: windows(), rangeMs, endsMs, atMs: timesOf(grid), source };
  }

  function vector(part: Expr, grid: Grid): Column[] {
    const found = value(part, grid);
    if (found.kind !== "vector") throw new TypeError(`expected a vector, got a ${found.kind}`);
    return found.columns;
  }

  function scalar(part: Expr, grid: Grid): Float64Array {
    const found = value(part, grid);
    if (found.kind !== "scalar") throw new TypeError(`expected a scalar, got a ${found.kind}`);
    return found.values;
  }

  function text(part: Expr): string {
    const inner = unparen(part);
    if (inner.kind !== "string") throw new TypeError(`expected a string, got a ${inner.kind}`);
    return inner.value;
  }

  const evaluation: Evaluation = {
    query,
    value,
    vector,
    scalar,
    text,
    ranges,
    sampleTimes: (selector, grid) =>
      select(selector, grid, true).map((column) => ({ ...column, dropName: true })),
    check: budget.check,
    spend: budget.spend,
    work: budget.work,
    warn: annotations.warn,
    info: annotations.info,
  };
  return evaluation;

  function negate(found: Value, op: "+" | "-", grid: Grid): Value {
    if (op === "-") budget.work(widthOf(found) * grid.count);
    return op === "-" ? negated(found) : found;
  }
}

/** How many columns of values there are. */
function widthOf(found: Value): number {
  return found.kind === "vector" ? found.columns.length : 1;
}

function negated(found: Value): Value {
  if (found.kind === "scalar") return { kind: "scalar", values: found.values.map((number) => -number) };
  if (found.kind === "string") throw new TypeError("a string has no sign");
  return { kind: "vector", columns: found.columns.map((column) => mapColumn(column, (number) => -number)) };
}

/** The value of one step at every step. */
function spread(found: Value, count: number): Value {
  if (found.kind === "string") return found;
  if (found.kind === "scalar")
    return { kind: "scalar", values: new Float64Array(count).fill(found.values[0]!) };
  const columns = found.columns.map((column) => ({
    ...column,
    values: new Float64Array(count).fill(column.values[0]!),
    present: new Uint8Array(count).fill(column.present[0]!),
  }));
  return { kind: "vector", columns };
}
