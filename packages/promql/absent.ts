import { type Labels, labelsOf, METRIC_NAME } from "@mission-control/series";
import { type Expr, unparen } from "./ast.ts";
import { type Column, emptyColumn, hasAny } from "./column.ts";

/** The labels that what is missing would surely have: those that the selector fixes, each by one equal sign. */
function labelsOfMissing(expr: Expr): Labels {
  const inner = unparen(expr);
  const selector = inner.kind === "matrix_selector" ? inner.selector : inner;
  if (selector.kind !== "vector_selector") return new Map();
  const fixed = new Map<string, string>();
  const seen = new Set<string>();
  for (const { name, op, value } of selector.matchers) {
    if (name === METRIC_NAME) continue;
    if (op === "=" && !seen.has(name)) fixed.set(name, value);
    else fixed.delete(name);
    if (op === "=") seen.add(name);
  }
  return labelsOf(fixed);
}

/** 1 wherever none of the columns has a value. */
export function absentColumns(
  expr: Expr,
  columns: readonly Pick<Column, "present">[],
  count: number,
): Column[] {
  const out = emptyColumn(labelsOfMissing(expr), count);
  out.values.fill(1);
  out.present.fill(1);
  for (const { present } of columns) {
    for (let i = 0; i < count; i++) {
      if (present[i] === 0) continue;
      out.values[i] = Number.NaN;
      out.present[i] = 0;
    }
  }
  return hasAny(out) ? [out] : [];
}
