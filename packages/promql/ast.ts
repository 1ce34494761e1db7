import type { Matcher } from "@mission-control/series";
import type { Span } from "./errors.ts";

/** What an expression evaluates to: `vector` is Prometheus' instant vector, `matrix` its range vector. */
export type ValueType = "scalar" | "vector" | "matrix" | "string";

/** A length of time in an expression. It may depend on the step and the range of the query. */
export type Duration =
  | { readonly kind: "fixed"; readonly seconds: number }
  | { readonly kind: "step" | "range" }
  | { readonly kind: "negate"; readonly operand: Duration }
  | {
      readonly kind: "+" | "-" | "*" | "/" | "%" | "^" | "min_of" | "max_of";
      readonly left: Duration;
      readonly right: Duration;
    };

/** The fixed time of an `@`: milliseconds since the epoch, or the query's start or end. */
export type At = number | "start" | "end";

export interface NumberLiteral {
  readonly kind: "number";
  readonly value: number;
  readonly span: Span;
}

export interface TextLiteral {
  readonly kind: "string";
  readonly value: string;
  readonly span: Span;
}

/** `matchers` holds that of the metric name too, as `__name__`. */
export interface VectorSelector {
  readonly kind: "vector_selector";
  readonly matchers: readonly Matcher[];
  readonly offset?: Duration;
  readonly at?: At;
  readonly mode?: "anchored" | "smoothed";
  readonly span: Span;
}

/** `offset`, `@` and the mode of `x[5m]` stand in its selector. */
export interface MatrixSelector {
  readonly kind: "matrix_selector";
  readonly selector: VectorSelector;
  readonly range: Duration;
  readonly span: Span;
}

export interface Subquery {
  readonly kind: "subquery";
  readonly expr: Expr;
  readonly range: Duration;
  readonly step?: Duration;
  readonly offset?: Duration;
  readonly at?: At;
  readonly span: Span;
}

export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Expr[];
  readonly span: Span;
}

export type AggregateOp =
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "count"
  | "group"
  | "stddev"
  | "stdvar"
  | "topk"
  | "bottomk"
  | "quantile"
  | "count_values"
  | "limitk"
  | "limit_ratio";

export interface Aggregate {
  readonly kind: "aggregate";
  readonly op: AggregateOp;
  readonly param?: Expr;
  readonly expr: Expr;
  readonly without: boolean;
  readonly grouping: readonly string[];
  readonly span: Span;
}

export type ArithmeticOp = "+" | "-" | "*" | "/" | "%" | "^" | "atan2";
export type ComparisonOp = "==" | "!=" | ">" | "<" | ">=" | "<=";
export type SetOp = "and" | "or" | "unless";
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;

/** How the series of two vectors find each other. */
export interface Matching {
  readonly on: boolean;
  readonly labels: readonly string[];
  readonly card: "one-to-one" | "many-to-one" | "one-to-many";
  /** Labels that the many side takes from the one side. */
  readonly include: readonly string[];
  /** What stands for a missing partner. */
  readonly fillLeft?: number;
  readonly fillRight?: number;
}

export interface Binary {
  readonly kind: "binary";
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
  readonly bool: boolean;
  readonly matching?: Matching;
  readonly span: Span;
}

export interface Unary {
  readonly kind: "unary";
  readonly op: "+" | "-";
  readonly expr: Expr;
  readonly span: Span;
}

export interface Paren {
  readonly kind: "paren";
  readonly expr: Expr;
  readonly span: Span;
}

/** A parsed and checked expression. */
export type Expr =
  | NumberLiteral
  | TextLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregate
  | Binary
  | Unary
  | Paren;

/** The expression inside any parentheses. */
export function unparen(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === "paren") inner = inner.expr;
  return inner;
}

/** The direct parts of an expression. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "number":
    case "string":
    case "vector_selector":
      return [];
    case "matrix_selector":
      return [expr.selector];
    case "call":
      return expr.args;
    case "aggregate":
      return expr.param === undefined ? [expr.expr] : [expr.param, expr.expr];
    case "binary":
      return [expr.left, expr.right];
    default:
      return [expr.expr];
  }
}

const COMPARISONS: ReadonlySet<string> = new Set<ComparisonOp>(["==", "!=", ">", "<", ">=", "<="]);
const SETS: ReadonlySet<string> = new Set<SetOp>(["and", "or", "unless"]);

export const isComparison = (op: BinaryOp): op is ComparisonOp => COMPARISONS.has(op);
export const isSetOp = (op: BinaryOp): op is SetOp => SETS.has(op);
