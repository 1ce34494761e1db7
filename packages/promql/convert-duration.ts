import type { SyntaxNode } from "@lezer/common";
import type { Duration } from "./ast.ts";
import { isConstant, lengthMs } from "./duration.ts";
import { PromqlError } from "./errors.ts";
import { childrenOf } from "./infix.ts";
import { parseNumber } from "./literal.ts";
import type { Source } from "./source.ts";

const BINARY: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "^"]);
type BinaryKind = "+" | "-" | "*" | "/" | "%" | "^";

/** Turns a `DurationExpr` or `OffsetDurationExpr` of the grammar into a duration; numbers count in seconds. */
export function convertDuration(node: SyntaxNode, source: Source, depth = 0): Duration {
  const level = source.deeper(depth, node.from);
  const children = childrenOf(node);
  const [first, second, third] = children;
  if (first === undefined) return fixed(node, source);
  if (children.length === 1) {
    if (first.name === "DurationStep") return { kind: "step" };
    if (first.name === "DurationRange") return { kind: "range" };
    if (first.name === "NumberDurationLiteralInDurationContext") return fixed(first, source);
    return convertDuration(first, source, level);
  }
  if (first.name === "UnaryOp") {
    const operand = convertDuration(second!, source, level);
    if (source.slice(first) === "+") return operand;
    return operand.kind === "fixed"
      ? { kind: "fixed", seconds: -operand.seconds }
      : { kind: "negate", operand };
  }
  const left = convertDuration(
    first.name.startsWith("Duration") && third ? pick(children, 0) : first,
    source,
    level,
  );
  const right = convertDuration(pick(children, 1), source, level);
  if (first.name === "DurationMinOf") return { kind: "min_of", left, right };
  if (first.name === "DurationMaxOf") return { kind: "max_of", left, right };
  const op = source.slice(second!);
  if (!BINARY.has(op)) throw source.fault(`unexpected ${JSON.stringify(op)} in duration`, second!.from);
  return { kind: op as BinaryKind, left, right };
}

/** A duration that has to be above 0; what is the same for every query is checked now. */
export function convertLength(node: SyntaxNode, source: Source): Duration {
  const duration = convertDuration(node, source);
  if (!isConstant(duration)) return duration;
  try {
    lengthMs(duration, { stepMs: 0, rangeMs: 0 });
  } catch (cause) {
    throw cause instanceof PromqlError ? source.fault(cause.message, node.from) : cause;
  }
  return duration;
}

/** The nth operand among the children of a node. */
function pick(children: readonly SyntaxNode[], index: number): SyntaxNode {
  return children.filter((child) => child.name === "DurationExpr")[index]!;
}

function fixed(node: SyntaxNode, source: Source): Duration {
  const seconds = parseNumber(source.slice(node));
  if (!Number.isFinite(seconds)) throw source.fault("duration out of range", node.from);
  return { kind: "fixed", seconds };
}
