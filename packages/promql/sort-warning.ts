import { type Expr, partsOf } from "./ast.ts";
import type { Span } from "./errors.ts";

/** Warns of each `sort` in an expression that is evaluated over a range, whose result is ordered by labels anyway. */
export function warnOfSorting(expr: Expr, warn: (message: string, at: Span) => void): void {
  if (expr.kind === "call" && expr.name.startsWith("sort")) {
    warn("sort is ineffective for range queries since results are always ordered by labels", expr.span);
  }
  for (const part of partsOf(expr)) warnOfSorting(part, warn);
}
