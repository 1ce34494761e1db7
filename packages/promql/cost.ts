import type { Series } from "@mission-control/series";
import {
  type Aggregate,
  type Binary,
  type Call,
  type Expr,
  isSetOp,
  type MatrixSelector,
  type Subquery,
  unparen,
  type VectorSelector,
} from "./ast.ts";
import { typeOf } from "./check.ts";
import { type DurationContext, durationMs } from "./duration.ts";
import { type Grid, gridOf, SUBQUERY_STEP_MS } from "./grid.ts";
import { invariantParts } from "./invariant.ts";
import { SIGNATURES } from "./signatures.ts";
import { BUCKET_WORK, LABELS_WORK, seriesWork, sortWork, windowWork } from "./work.ts";

/** What a part comes to: how many columns at most, and the work of making them. */
interface Cost {
  readonly columns: number;
  readonly work: number;
}

/** Samples below windows: of how many series, how many of each at most, and in how many windows one lies at most. */
interface Windowed extends Cost {
  readonly samples: number;
  readonly most: number;
  readonly overlap: number;
}

/**
 * The work of evaluating an expression whose samples have been read, as `Evaluation.work` counts it: that, or more. It may be
 * less only where series that are matched by the same labels follow each other in time, which nothing but looking tells.
 * @throws PromqlError `bad_data` where a duration divides by zero.
 */
export function costOf(
  expr: Expr,
  grid: Grid,
  query: DurationContext & {
    readonly startMs: number;
    readonly endMs: number;
    readonly lookbackMs: number;
    readonly seriesOf: (selector: VectorSelector) => readonly Series[];
  },
): number {
  const invariant = invariantParts(expr);

  function value(part: Expr, on: Grid): Cost {
    const inner = unparen(part);
    const isFixed = on.count > 1 && invariant.has(part) && inner.kind !== "number" && inner.kind !== "string";
    if (!isFixed) return own(inner, on);
    const { columns, work } = own(inner, { ...on, count: 1 });
    return { columns, work: work + columns * on.count };
  }

  function own(part: Expr, on: Grid): Cost {
    switch (part.kind) {
      case "string":
        return { columns: 0, work: 0 };
      case "vector_selector":
        return selected(part, on);
      case "unary": {
        const { columns, work } = value(part.expr, on);
        return { columns, work: work + columns * on.count };
      }
      case "call":
        return called(part, on);
      case "aggregate":
        return aggregated(part, on);
      case "binary":
        return combined(part, on);
      case "matrix_selector":
      case "subquery":
        return windowed(part, on, "");
      default:
        return { columns: 1, work: on.count };
    }
  }

  function selected(selector: VectorSelector, on: Grid): Cost {
    const series = query.seriesOf(selector);
    const work = series.reduce((sum, { timesMs }) => sum + seriesWork(timesMs.length, on.count), 0);
    return { columns: series.length, work };
  }

  function called(call: Call, on: Grid): Cost {
    const { name, args } = call;
    const ranged = SIGNATURES.get(name)?.args.indexOf("matrix") ?? -1;
    const given = args.map((arg, i) => (i === ranged ? windowed(unparen(arg), on, name) : value(arg, on)));
    const work = given.reduce((sum, arg) => sum + arg.work, on.count);
    if (ranged >= 0) {
      const { columns } = given[ranged]!;
      if (name !== "absent_over_time") return { columns, work };
      return { columns: 1, work: work + columns * on.count };
    }
    const columns = args.reduce(
      (most, arg, i) => (typeOf(arg) === "vector" ? Math.max(most, given[i]!.columns) : most),
      0,
    );
    // Each of the quantiles goes through all buckets.
    const passes = name.startsWith("histogram_") ? BUCKET_WORK * args.length : 1;
    const more = passes * columns * on.count + args.length * (columns * LABELS_WORK + sortWork(columns));
    const isOne = typeOf(call) === "scalar" || name === "absent" || columns === 0;
    return {
      columns: isOne ? 1 : columns * (name === "histogram_quantiles" ? args.length : 1),
      work: work + more,
    };
  }

  function windowed(source: Expr, on: Grid, func: string): Windowed {
    const found = source.kind === "subquery" ? stepped(source, on) : sampled(source as MatrixSelector, on);
    const { columns, samples, most, overlap } = found;
    // Sorting a window costs more for each sample the larger it is: at most as much as in the largest one.
    const copies = source.kind === "matrix_selector" && source.selector.mode !== undefined;
    const ofAll = copies ? 2 * most : windowWork(func)(most) - 1;
    const ofSample = most === 0 ? 0 : ofAll / most;
    return { ...found, work: found.work + columns * on.count + ofSample * samples * overlap };
  }

  function sampled({ selector, range }: MatrixSelector, on: Grid): Windowed {
    const reach = selector.mode === undefined ? 0 : query.lookbackMs * (selector.mode === "smoothed" ? 2 : 1);
    const rangeMs = durationMs(range, query) + reach;
    let [samples, most] = [0, 0];
    const series = query.seriesOf(selector);
    for (const { timesMs } of series) {
      samples += timesMs.length;
      most = Math.max(most, timesMs.length);
    }
    const work = series.reduce((sum, { timesMs }) => sum + seriesWork(timesMs.length, on.count), 0);
    return { columns: series.length, work, samples, most, overlap: overlapOf(rangeMs, selector, on) };
  }

  function stepped(source: Subquery, on: Grid): Windowed {
    const rangeMs = durationMs(source.range, query);
    const stepMs = source.step === undefined ? SUBQUERY_STEP_MS : durationMs(source.step, query);
    const nothing = { columns: 0, work: 0, samples: 0, most: 0, overlap: 0 };
    // What is no length of time is refused before anything is done.
    if (!(rangeMs > 0 && stepMs > 0)) return nothing;
    const offsetMs = source.offset === undefined ? 0 : durationMs(source.offset, query);
    const at = source.at === "start" ? query.startMs : source.at === "end" ? query.endMs : source.at;
    const firstMs = (at ?? on.startMs) - offsetMs - rangeMs;
    const lastMs = (at ?? on.startMs + (on.count - 1) * on.stepMs) - offsetMs;
    const inner = gridOf((Math.floor(firstMs / stepMs) + 1) * stepMs, lastMs, stepMs);
    if (inner.count === 0) return nothing;
    const { columns, work } = value(source.expr, inner);
    return {
      columns,
      work: work + columns * seriesWork(inner.count, on.count),
      samples: columns * inner.count,
      most: inner.count,
      overlap: overlapOf(rangeMs, source, on),
    };
  }

  function aggregated({ op, expr: inner, param, grouping, without }: Aggregate, on: Grid): Cost {
    const { columns, work } = value(inner, on);
    const given = param === undefined ? 0 : value(param, on).work;
    const all = columns * on.count;
    const ordered = on.count * sortWork(columns);
    // A group each at most: its sum, what it lost and, of averages, how many.
    const folded = work + given + columns * LABELS_WORK + 4 * all + ordered;
    if (op === "count_values")
      return { columns: Math.max(columns, all), work: folded + all * (LABELS_WORK + on.count) };
    const isRank = op === "topk" || op === "bottomk" || op === "limitk" || op === "limit_ratio";
    const isWhole = grouping.length === 0 && !without && !isRank;
    return { columns: isWhole ? Math.min(1, columns) : columns, work: folded };
  }

  function combined(part: Binary, on: Grid): Cost {
    const [left, right] = [value(part.left, on), value(part.right, on)];
    const work = left.work + right.work;
    const columns = left.columns + right.columns;
    const isVector = (side: Expr) => typeOf(side) === "vector";
    if (!isVector(part.left) || !isVector(part.right)) {
      const most = Math.max(left.columns, right.columns);
      return { columns: most, work: work + most * on.count };
    }
    if (isSetOp(part.op)) return { columns, work: work + columns * (LABELS_WORK + 2 * on.count) };
    const fills = part.matching?.fillLeft !== undefined || part.matching?.fillRight !== undefined;
    const passes = fills ? 4 : 2;
    return { columns, work: work + passes * columns * (LABELS_WORK + 4 * on.count) };
  }

  return value(expr, grid).work;
}

/** In how many windows a sample can lie. */
function overlapOf(rangeMs: number, { at }: { readonly at?: unknown }, on: Grid): number {
  if (at !== undefined || on.stepMs === 0) return on.count;
  return Math.min(on.count, Math.ceil(rangeMs / on.stepMs));
}
