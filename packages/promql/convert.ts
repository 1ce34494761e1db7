import type { SyntaxNode } from "@lezer/common";
import {
  type Aggregate,
  type AggregateOp,
  type At,
  type BinaryOp,
  type Expr,
  unparen,
  type VectorSelector,
} from "./ast.ts";
import { convertBinary } from "./convert-binary.ts";
import { convertDuration, convertLength } from "./convert-duration.ts";
import { convertSelector, labelNames, textOf } from "./convert-selector.ts";
import { childrenOf, flatten, type Item } from "./infix.ts";
import { formatPlain, parseNumber } from "./literal.ts";
import type { Source } from "./source.ts";

const PRECEDENCE = new Map<string, number>([
  ["or", 1],
  ["and", 2],
  ["unless", 2],
  ...["==", "!=", ">", "<", ">=", "<="].map((op) => [op, 3] as const),
  ["+", 4],
  ["-", 4],
  ["*", 5],
  ["/", 5],
  ["%", 5],
  ["atan2", 5],
  ["^", 6],
]);
const POWER = 6;

/** Turns a tree of the grammar, free of errors, into an expression. Types are not yet checked. */
export function convert(root: SyntaxNode, source: Source): Expr {
  return convertExpr(root, source, 0);
}

function convertExpr(node: SyntaxNode, source: Source, depth: number): Expr {
  const items = flatten(node, source.text);
  const reader: Reader = { items, next: 0, source };
  return climb(reader, 0, source.deeper(depth, node.from));
}

interface Reader {
  readonly items: readonly Item[];
  next: number;
  readonly source: Source;
}

/** Precedence climbing over the flat items: every operator at or above `minimum` belongs to this expression. */
function climb(reader: Reader, minimum: number, depth: number): Expr {
  const { items, source } = reader;
  let left = prefixed(reader, depth);
  let height = depth;
  for (;;) {
    const item = items[reader.next];
    if (item?.kind !== "binary") return left;
    const op = source.slice(item.node).toLowerCase();
    const precedence = PRECEDENCE.get(op);
    if (precedence === undefined) throw source.fault(`operator ${op} is not supported`, item.node.from);
    if (precedence < minimum) return left;
    reader.next++;
    height = source.deeper(height, item.node.from);
    const right = climb(reader, op === "^" ? precedence : precedence + 1, height);
    left = convertBinary(op as BinaryOp, left, right, item.modifiers, source);
  }
}

function prefixed(reader: Reader, depth: number): Expr {
  const { source } = reader;
  const item = reader.items[reader.next++]!;
  if (item.kind === "unary") {
    const expr = climb(reader, POWER, source.deeper(depth, item.from));
    const span = source.span(item.from, expr.span.to);
    if (expr.kind === "number")
      return { kind: "number", value: item.op === "-" ? -expr.value : expr.value, span };
    return { kind: "unary", op: item.op, expr, span };
  }
  let expr = operand(item.node, source, depth);
  for (
    let after = reader.items[reader.next];
    after?.kind === "postfix";
    after = reader.items[++reader.next]
  ) {
    expr = postfix(expr, after.node, source);
  }
  return expr;
}

function operand(node: SyntaxNode, source: Source, depth: number): Expr {
  const span = source.span(node.from, node.to);
  switch (node.name) {
    case "NumberDurationLiteral":
      return { kind: "number", value: parseNumber(source.slice(node).replace(/^[+-]/, "")), span };
    case "StringLiteral":
      return { kind: "string", value: textOf(node, source), span };
    case "ParenExpr":
      return { kind: "paren", expr: convertExpr(node.firstChild!, source, depth), span };
    case "VectorSelector":
      return convertSelector(node, source);
    case "FunctionCall": {
      const args = childrenOf(node.lastChild!).map((arg) => convertExpr(arg, source, depth));
      const written = source.slice(node.firstChild!);
      const name = written === "holt_winters" ? "double_exponential_smoothing" : written;
      const pattern = name === "label_replace" && args[4] !== undefined ? unparen(args[4]) : undefined;
      if (pattern?.kind === "string") source.countRegex(pattern.value, pattern.span.from);
      return { kind: "call", name, args, span };
    }
    case "AggregateExpr":
      return aggregate(node, source, depth);
    default:
      throw source.fault(`unexpected ${node.name}`, node.from);
  }
}

const PARAMETRIC: ReadonlySet<string> = new Set([
  "topk",
  "bottomk",
  "quantile",
  "count_values",
  "limitk",
  "limit_ratio",
]);

function aggregate(node: SyntaxNode, source: Source, depth: number): Aggregate {
  const op = source.slice(node.firstChild!).toLowerCase() as AggregateOp;
  const args = childrenOf(node.getChild("FunctionCallBody")!);
  const wanted = PARAMETRIC.has(op) ? 2 : 1;
  if (args.length !== wanted) {
    const counts = `expected ${wanted}, got ${args.length}`;
    throw source.fault(`wrong number of arguments for aggregate expression provided, ${counts}`, node.from);
  }
  const modifier = node.getChild("AggregateModifier");
  const [first, last] = [args[0]!, args.at(-1)!];
  return {
    kind: "aggregate",
    op,
    ...(wanted === 2 ? { param: convertExpr(first, source, depth) } : {}),
    expr: convertExpr(last, source, depth),
    without: modifier?.getChild("Without") != null,
    grouping: labelNames(modifier?.getChild("GroupingLabels") ?? null, source),
    span: source.span(node.from, node.to),
  };
}

/** What stands behind an expression: `[5m]`, `[5m:1m]`, `offset`, `@`, `anchored`, `smoothed`. */
function postfix(expr: Expr, node: SyntaxNode, source: Source): Expr {
  const span = source.span(expr.span.from, node.to);
  const durations = node.getChildren("DurationExpr");
  switch (node.name) {
    case "MatrixSelector":
      if (expr.kind !== "vector_selector") {
        throw source.fault("ranges only allowed for vector selectors", expr.span.from);
      }
      if (expr.offset !== undefined)
        throw source.fault("no offset modifiers allowed before range", expr.span.from);
      if (expr.at !== undefined) throw source.fault("no @ modifiers allowed before range", expr.span.from);
      return { kind: "matrix_selector", selector: expr, range: convertLength(durations[0]!, source), span };
    case "SubqueryExpr": {
      const step = durations[1] === undefined ? {} : { step: convertLength(durations[1], source) };
      return { kind: "subquery", expr, range: convertLength(durations[0]!, source), ...step, span };
    }
    case "OffsetExpr": {
      const offset = convertDuration(node.getChild("OffsetDurationExpr")!, source);
      return modify(expr, "offset", { offset }, node, source);
    }
    case "StepInvariantExpr":
      return modify(expr, "@", { at: timeOf(node, source) }, node, source);
    default: {
      const mode = node.name === "AnchoredExpr" ? "anchored" : "smoothed";
      if (expr.kind === "subquery")
        throw source.fault(`${mode} modifier is not supported for subqueries`, node.from);
      return modify(expr, mode, { mode }, node, source);
    }
  }
}

function timeOf(node: SyntaxNode, source: Source): At {
  const edge = node.getChild("AtModifierPreprocessors");
  if (edge !== null) return edge.getChild("AtStart") ? "start" : "end";
  const seconds = parseNumber(source.slice(node.getChild("NumberDurationLiteral")!));
  // Prometheus' own bound, of 64 bits, in seconds.
  if (!(Math.abs(seconds) < 2 ** 63)) {
    const told = Number.isFinite(seconds) ? seconds.toFixed(6) : formatPlain(seconds);
    throw source.fault(`timestamp out of bounds for @ modifier: ${told}`, node.from);
  }
  return Math.round(seconds * 1000);
}

function modify(
  expr: Expr,
  name: string,
  change: Pick<VectorSelector, "offset" | "at" | "mode">,
  node: SyntaxNode,
  source: Source,
): Expr {
  const span = source.span(expr.span.from, node.to);
  const target = expr.kind === "matrix_selector" ? expr.selector : expr;
  if (target.kind !== "vector_selector" && target.kind !== "subquery") {
    const allowed = "an instant vector selector or range vector selector or a subquery";
    throw source.fault(`${name} modifier must be preceded by ${allowed}`, expr.span.from);
  }
  for (const key of Object.keys(change)) {
    if (key in target) throw source.fault(`${name} may not be set multiple times`, expr.span.from);
  }
  if (expr.kind === "matrix_selector") return { ...expr, selector: { ...expr.selector, ...change }, span };
  return { ...target, ...change, span };
}
