import { type Lane, laneSchema } from "@mission-control/contracts";
import { faultOf } from "../forms/expr-faults.ts";
import { titleOfExpr } from "../meta/lane-of-expr.ts";
import type { NewLane } from "./edit-lanes.ts";
import { type Faults, numberFault, numbersOf, numberText, typedNumber } from "./field-values.ts";

/** A lane while it is being written: numbers are text. */
export interface LaneFields extends Pick<Lane, "title" | "expr" | "unit" | "ramp" | "sort"> {
  readonly store: string;
  readonly legend: string;
  readonly help: string;
  readonly min: string;
  readonly max: string;
  readonly rows: string;
}

export function fieldsOfLane(lane: NewLane): LaneFields {
  const { title, expr, unit, ramp, sort, store = "", legend = "", help = "", min, max, rows } = lane;
  const numbers = { min: numberText(min), max: numberText(max), rows: numberText(rows) };
  return { title, expr, unit, ramp, sort, store, legend, help, ...numbers };
}

/** A lane as its fields say, or what is wrong with them. */
export type CheckedLane =
  | { readonly ok: true; readonly lane: NewLane }
  | { readonly ok: false; readonly faults: Faults };

/** Reads the fields of a lane as strictly as the server does. */
export function checkLane(fields: LaneFields): CheckedLane {
  const { min, max, rows, title, expr, store, legend, help, ...rest } = fields;
  const faults: Record<string, string> = {};
  const wrong = expr.trim() === "" ? "Give an expression, such as a metric's name." : exprFault(expr, store);
  if (wrong !== undefined) faults.expr = wrong;
  for (const [name, text] of Object.entries({ min, max, rows })) {
    const fault = numberFault(text);
    if (fault !== undefined) faults[name] = fault;
  }
  const [low, high] = [typedNumber(min), typedNumber(max)];
  if (low !== undefined && high !== undefined && low >= high)
    faults.max = "This has to be more than the least.";
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const read = laneSchema.safeParse({
    ...rest,
    id: "lane",
    title: title.trim() === "" ? titleOfExpr(expr) : title.trim(),
    expr: expr.trim(),
    ...numbersOf({ min, max, rows }),
    ...(store !== "" && { store }),
    ...(legend.trim() !== "" && { legend: legend.trim() }),
    ...(help.trim() !== "" && { help: help.trim() }),
  });
  if (read.success) {
    const { id: _, ...lane } = read.data;
    return { ok: true, lane };
  }
  return { ok: false, faults: faultsOf(read.error.issues) };
}

/** The first fault of each field. */
export function faultsOf(issues: readonly { path: readonly PropertyKey[]; message: string }[]): Faults {
  return Object.fromEntries(
    issues.toReversed().map(({ path, message }) => [path.map(String).join("."), `${message}.`]),
  );
}

/** What is wrong with an expression; another store than ours may know more than PromQL, and says it itself. */
export function exprFault(expr: string, store: string): string | undefined {
  return store === "" ? faultOf(expr)?.message : undefined;
}
