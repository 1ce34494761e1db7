import { type Duration, type Expr, partsOf } from "./ast.ts";

/**
 * Whether the value at a time may depend on where the query's range begins or ends (`@ start()`, `@ end()`, `range()`): such
 * an expression gives something else when its range is evaluated in parts.
 */
export function movesWithRange(expr: Expr): boolean {
  switch (expr.kind) {
    case "vector_selector":
      return isEdge(expr.at) || isByRange(expr.offset);
    case "matrix_selector":
      return isByRange(expr.range) || movesWithRange(expr.selector);
    case "subquery":
      return (
        isEdge(expr.at) || [expr.range, expr.step, expr.offset].some(isByRange) || movesWithRange(expr.expr)
      );
    default:
      return partsOf(expr).some(movesWithRange);
  }
}

const isEdge = (at: unknown) => at === "start" || at === "end";

function isByRange(duration: Duration | undefined): boolean {
  if (duration === undefined) return false;
  if ("operand" in duration) return isByRange(duration.operand);
  if ("left" in duration) return isByRange(duration.left) || isByRange(duration.right);
  return duration.kind === "range";
}
