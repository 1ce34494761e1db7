import { arithmeticOf, comparisonOf } from "./arithmetic.ts";
import { type Binary, isComparison, isSetOp } from "./ast.ts";
import { type Column, hasAny } from "./column.ts";
import type { Evaluation, Value } from "./evaluation.ts";
import type { Grid } from "./grid.ts";
import { combineSets } from "./set-operators.ts";
import { matchVectors } from "./vector-matching.ts";

/** Evaluates an operator between two expressions over a grid. */
export function evaluateBinary(expr: Binary, grid: Grid, ev: Evaluation): Value {
  const left = ev.value(expr.left, grid);
  const right = ev.value(expr.right, grid);
  if (left.kind === "string" || right.kind === "string") throw new TypeError("an operand is a string");
  if (left.kind === "scalar" && right.kind === "scalar") {
    ev.work(grid.count);
    return { kind: "scalar", values: scalars(expr, left.values, right.values) };
  }
  if (left.kind === "vector" && right.kind === "vector") {
    const columns = isSetOp(expr.op)
      ? combineSets(expr, left.columns, right.columns, ev)
      : matchVectors(expr, left.columns, right.columns, grid, ev);
    return { kind: "vector", columns };
  }
  if (left.kind === "vector") {
    const { values } = right as Value & { kind: "scalar" };
    return { kind: "vector", columns: withScalar(expr, left.columns, values, false, ev) };
  }
  const { columns } = right as Value & { kind: "vector" };
  return { kind: "vector", columns: withScalar(expr, columns, left.values, true, ev) };
}

function scalars(expr: Binary, left: Float64Array, right: Float64Array): Float64Array {
  const out = new Float64Array(left.length);
  const compute = arithmeticOf(expr.op);
  if (compute !== undefined) for (let i = 0; i < out.length; i++) out[i] = compute(left[i]!, right[i]!);
  else {
    const test = comparisonOf(expr.op);
    for (let i = 0; i < out.length; i++) out[i] = test(left[i]!, right[i]!) ? 1 : 0;
  }
  return out;
}

/** Every column against a number for each step, which stands on the left where `swapped`. */
function withScalar(
  expr: Binary,
  columns: readonly Column[],
  scalar: Float64Array,
  swapped: boolean,
  ev: Evaluation,
): Column[] {
  ev.work(columns.length * scalar.length);
  const compute = arithmeticOf(expr.op);
  if (compute !== undefined) {
    return columns.map((column) => {
      const { labels, present, values } = column;
      const out = new Float64Array(values.length).fill(Number.NaN);
      for (let i = 0; i < out.length; i++) {
        if (present[i] === 0) continue;
        out[i] = swapped ? compute(scalar[i]!, values[i]!) : compute(values[i]!, scalar[i]!);
      }
      return { labels, dropName: true, present, values: out };
    });
  }
  return isComparison(expr.op) ? compareWithScalar(expr, columns, scalar, swapped) : [];
}

function compareWithScalar(
  expr: Binary,
  columns: readonly Column[],
  scalar: Float64Array,
  swapped: boolean,
): Column[] {
  const test = comparisonOf(expr.op);
  const out: Column[] = [];
  for (const column of columns) {
    const { labels, values } = column;
    const kept = new Float64Array(values.length).fill(Number.NaN);
    const present = expr.bool ? column.present : new Uint8Array(values.length);
    for (let i = 0; i < kept.length; i++) {
      if (column.present[i] === 0) continue;
      const passes = swapped ? test(scalar[i]!, values[i]!) : test(values[i]!, scalar[i]!);
      if (expr.bool) kept[i] = passes ? 1 : 0;
      else if (passes) {
        kept[i] = values[i]!;
        present[i] = 1;
      }
    }
    const result = { labels, dropName: column.dropName || expr.bool, values: kept, present };
    if (hasAny(result)) out.push(result);
  }
  return out;
}
