import { type Expr, partsOf, unparen } from "./ast.ts";

/** Functions whose value depends on the time of evaluation, whatever they are given. */
const TIMED: ReadonlySet<string> = new Set([
  "time",
  "timestamp",
  "predict_linear",
  "days_in_month",
  "day_of_month",
  "day_of_week",
  "day_of_year",
  "hour",
  "minute",
  "month",
  "year",
]);

/**
 * The parts of an expression that have one value at all times, because every selector in them stands at a fixed time: they
 * are evaluated once instead of at each step.
 */
export function invariantParts(expr: Expr): ReadonlySet<Expr> {
  const found = new Set<Expr>();
  const visit = (part: Expr): boolean => {
    let fixed = part.kind !== "vector_selector" || part.at !== undefined;
    for (const inner of partsOf(part)) fixed = visit(inner) && fixed;
    if (part.kind === "subquery") fixed = part.at !== undefined;
    if (part.kind === "call" && TIMED.has(part.name)) {
      // The time of a sample at a fixed time is fixed too.
      const arg = part.name === "timestamp" ? unparen(part.args[0]!) : undefined;
      fixed = fixed && arg?.kind === "vector_selector";
    }
    if (fixed) found.add(part);
    return fixed;
  };
  visit(expr);
  return found;
}
