import {
  type Aggregate,
  type Binary,
  type Call,
  type Expr,
  isComparison,
  isSetOp,
  partsOf,
  unparen,
  type ValueType,
} from "./ast.ts";
import { type PromqlError, parseError, type Span } from "./errors.ts";
import { SIGNATURES } from "./signatures.ts";
import { unknownFunction } from "./unknown-function.ts";

const WORDS: Record<ValueType, string> = {
  scalar: "scalar",
  vector: "instant vector",
  matrix: "range vector",
  string: "string",
};

const fault = (message: string, at: Span): PromqlError => parseError(message, at);

/** What an expression evaluates to. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case "number":
      return "scalar";
    case "string":
      return "string";
    case "vector_selector":
    case "aggregate":
      return "vector";
    case "matrix_selector":
    case "subquery":
      return "matrix";
    case "call":
      return SIGNATURES.get(expr.name)?.returns ?? "vector";
    case "binary":
      return typeOf(expr.left) === "scalar" && typeOf(expr.right) === "scalar" ? "scalar" : "vector";
    default:
      return typeOf(expr.expr);
  }
}

/** Throws a `PromqlError` for the first part of an expression whose type does not fit its place. */
export function check(expr: Expr): void {
  for (const part of partsOf(expr)) check(part);
  if (expr.kind === "call") checkCall(expr);
  else if (expr.kind === "aggregate") checkAggregate(expr);
  else if (expr.kind === "binary") checkBinary(expr);
  else if (expr.kind === "unary") {
    const type = typeOf(expr.expr);
    if (type !== "scalar" && type !== "vector") {
      const words = "unary expression only allowed on expressions of type scalar or instant vector";
      throw fault(`${words}, got ${JSON.stringify(WORDS[type])}`, expr.span);
    }
  } else if (expr.kind === "subquery" && typeOf(expr.expr) !== "vector") {
    const got = WORDS[typeOf(expr.expr)];
    throw fault(`subquery is only allowed on instant vector, got ${got} instead`, expr.span);
  }
}

function expectType(expr: Expr, type: ValueType, place: string): void {
  const got = typeOf(expr);
  if (got !== type) throw fault(`expected type ${WORDS[type]} in ${place}, got ${WORDS[got]}`, expr.span);
}

function checkCall(call: Call): void {
  const signature = SIGNATURES.get(call.name);
  if (signature === undefined) {
    throw fault(unknownFunction(call.name), call.span);
  }
  const { args, optional, rest } = signature;
  const [least, most] = [args.length - optional, rest ? Number.POSITIVE_INFINITY : args.length];
  if (call.args.length < least || call.args.length > most) {
    const bound = least === most ? "" : call.args.length < least ? "at least " : "at most ";
    const count = call.args.length < least ? least : most;
    const words = `expected ${bound}${count} argument(s) in call to ${JSON.stringify(call.name)}`;
    throw fault(`${words}, got ${call.args.length}`, call.span);
  }
  const place = `call to function ${JSON.stringify(call.name)}`;
  for (const [i, arg] of call.args.entries()) {
    expectType(arg, args[Math.min(i, args.length - 1)]!, place);
    checkMode(arg, call.name);
  }
}

const MODES = {
  anchored: ["changes", "delta", "increase", "rate", "resets"],
  smoothed: ["delta", "increase", "rate"],
};

function checkMode(arg: Expr, name: string): void {
  const inner = unparen(arg);
  const mode = inner.kind === "matrix_selector" ? inner.selector.mode : undefined;
  if (mode !== undefined && !MODES[mode].includes(name)) {
    const words = `${mode} modifier can only be used with: ${MODES[mode].join(", ")}`;
    throw fault(`${words} - not with ${name}`, inner.span);
  }
}

function checkAggregate(expr: Aggregate): void {
  expectType(expr.expr, "vector", "aggregation expression");
  if (expr.param === undefined) return;
  expectType(expr.param, expr.op === "count_values" ? "string" : "scalar", "aggregation parameter");
}

function checkBinary(expr: Binary): void {
  const [left, right] = [typeOf(expr.left), typeOf(expr.right)];
  for (const [side, type] of [
    [expr.left, left],
    [expr.right, right],
  ] as const) {
    if (type !== "scalar" && type !== "vector") {
      throw fault("binary expression must contain only scalar and instant vector types", side.span);
    }
  }
  const scalars = left === "scalar" && right === "scalar";
  if (expr.bool && !isComparison(expr.op)) {
    throw fault("bool modifier can only be used on comparison operators", expr.span);
  }
  if (scalars && isComparison(expr.op) && !expr.bool) {
    throw fault("comparisons between scalars must use BOOL modifier", expr.span);
  }
  if (isSetOp(expr.op) && (left === "scalar" || right === "scalar")) {
    throw fault(`set operator ${JSON.stringify(expr.op)} not allowed in binary scalar expression`, expr.span);
  }
  if (expr.matching !== undefined && (left === "scalar" || right === "scalar")) {
    throw fault("vector matching only allowed between instant vectors", expr.span);
  }
}
