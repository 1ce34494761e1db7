import type { Aggregate } from "./ast.ts";
import { type Column, emptyColumn, hasAny } from "./column.ts";
import { countValues } from "./count-values.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Grid } from "./grid.ts";
import { type ColumnGroup, groupColumns } from "./grouping.ts";
import { formatPlain } from "./literal.ts";
import { meanOf, varianceOf } from "./moments.ts";
import { quantileOfSorted } from "./quantile.ts";
import { rankColumns } from "./rank.ts";
import { LABELS_WORK, sortWork } from "./work.ts";

/** Evaluates an aggregation over a grid. */
export function evaluateAggregate(expr: Aggregate, grid: Grid, ev: Evaluation): Column[] {
  const columns = ev.vector(expr.expr, grid);
  ev.work(columns.length * LABELS_WORK);
  switch (expr.op) {
    case "topk":
    case "bottomk":
    case "limitk":
    case "limit_ratio":
      return rankColumns(expr, columns, ev.scalar(expr.param!, grid), grid, ev);
    case "count_values":
      return countValues(expr, columns, ev.text(expr.param!), grid, ev);
    default: {
      const q = expr.op === "quantile" ? quantileParam(expr, grid, ev) : undefined;
      const fold = foldOf(expr.op, q);
      const groups = groupColumns(columns, expr);
      ev.spend(groups.length * grid.count);
      return groups
        .map((group) => {
          if (!STEPWISE.has(expr.op)) ev.work((group.members.length + 2) * grid.count);
          return fold(group, emptyColumn(group.labels, grid.count, group.dropName), ev.work);
        })
        .filter(hasAny);
    }
  }
}

function quantileParam(expr: Aggregate, grid: Grid, ev: Evaluation): Float64Array {
  const q = ev.scalar(expr.param!, grid);
  warnQuantile(q, (value) => ev.warn(quantileWarning(value), expr.param!.span));
  return q;
}

/** Calls `warn` with the first number that is no quantile. */
export function warnQuantile(q: Float64Array, warn: (value: number) => void): void {
  const wrong = q.find((value) => !(value >= 0 && value <= 1));
  if (wrong !== undefined) warn(wrong);
}

/** The words of that warning. */
export function quantileWarning(value: number): string {
  return `quantile value should be between 0 and 1, got ${formatPlain(value)}`;
}

/** Folds a group into the column given; `work` is told of what is done step after step. */
type GroupFold = (group: ColumnGroup, out: Column, work: Evaluation["work"]) => Column;

/** What is folded step after step, over all values of a step. */
const STEPWISE: ReadonlySet<string> = new Set(["stddev", "stdvar", "quantile"]);

function foldOf(op: Aggregate["op"], q: Float64Array | undefined): GroupFold {
  switch (op) {
    case "sum":
      return sumGroup;
    case "avg":
      return averageGroup;
    case "min":
      return pairwise((value, best) => (value < best || Number.isNaN(best) ? value : best));
    case "max":
      return pairwise((value, best) => (value > best || Number.isNaN(best) ? value : best));
    case "count":
      return countGroup;
    case "group":
      return pairwise(
        () => 1,
        () => 1,
      );
    case "stdvar":
      return stepwise((values, count) => varianceOf(values, 0, count));
    case "stddev":
      return stepwise((values, count) => Math.sqrt(varianceOf(values, 0, count)));
    default:
      return stepwise(
        (values, count, step) => quantileOfSorted(q![step]!, values.subarray(0, count).sort()),
        sortWork,
      );
  }
}

/** Folds column after column: the first value of a step through `first`, each further one through `next`. */
function pairwise(
  next: (value: number, soFar: number) => number,
  first = (value: number) => value,
): GroupFold {
  return (group, out) => {
    for (const { values, present } of group.members) {
      for (let i = 0; i < values.length; i++) {
        if (present[i] === 0) continue;
        out.values[i] = out.present[i] === 1 ? next(values[i]!, out.values[i]!) : first(values[i]!);
        out.present[i] = 1;
      }
    }
    return out;
  };
}

const countGroup: GroupFold = pairwise(
  (_value, count) => count + 1,
  () => 1,
);

/** Sums column after column with one compensation for each step (Neumaier). */
function addUp(group: ColumnGroup, out: Column): Float64Array {
  const lost = new Float64Array(out.values.length);
  for (const { values, present } of group.members) {
    for (let i = 0; i < values.length; i++) {
      if (present[i] === 0) continue;
      const value = values[i]!;
      if (out.present[i] === 0) {
        out.values[i] = value;
        out.present[i] = 1;
        continue;
      }
      const before = out.values[i]!;
      const after = before + value;
      if (after === Number.POSITIVE_INFINITY || after === Number.NEGATIVE_INFINITY) lost[i] = 0;
      else if (Math.abs(before) >= Math.abs(value)) lost[i]! += before - after + value;
      else lost[i]! += value - after + before;
      out.values[i] = after;
    }
  }
  return lost;
}

const sumGroup: GroupFold = (group, out) => {
  const lost = addUp(group, out);
  for (let i = 0; i < lost.length; i++) out.values[i]! += lost[i]!;
  return out;
};

const averageGroup: GroupFold = (group, out, work) => {
  const lost = addUp(group, out);
  work(group.members.length * lost.length);
  const counts = countGroup(group, emptyColumn(group.labels, lost.length), work).values;
  const scratch = new Float64Array(group.members.length);
  for (let i = 0; i < lost.length; i++) {
    if (out.present[i] === 0) continue;
    const [total, count] = [out.values[i]!, counts[i]!];
    // A sum that is not finite may have overflowed: take the mean value by value.
    out.values[i] = Number.isFinite(total)
      ? total / count + lost[i]! / count
      : meanOf(scratch, 0, gather(group, i, scratch));
  }
  return out;
};

/** Folds step after step, over the values present at it. */
function stepwise(
  fold: (values: Float64Array, count: number, step: number) => number,
  workOf = (count: number) => count,
): GroupFold {
  return (group, out, work) => {
    const scratch = new Float64Array(group.members.length);
    for (let i = 0; i < out.values.length; i++) {
      const count = gather(group, i, scratch);
      work(group.members.length + 2);
      if (count === 0) continue;
      work(workOf(count));
      out.values[i] = fold(scratch, count, i);
      out.present[i] = 1;
    }
    return out;
  };
}

function gather(group: ColumnGroup, step: number, into: Float64Array): number {
  let count = 0;
  for (const { values, present } of group.members) if (present[step] === 1) into[count++] = values[step]!;
  return count;
}
