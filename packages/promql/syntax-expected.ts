import type { SyntaxNode } from "@lezer/common";

/** Where a fault of the grammar stands, and what would be right there, worded as Prometheus words it. */
export interface Place {
  /** Begins with a space, or is empty. */
  readonly where: string;
  readonly expected?: string | undefined;
  /** What was never closed, where a text ends within it. */
  readonly unclosed?: string;
}

const PLACES = new Map<string, (node: SyntaxNode, before: string) => Place>([
  ["UnquotedLabelMatcher", inMatcher],
  ["QuotedLabelMatcher", inMatcher],
  ["LabelMatchers", betweenMatchers],
  ["GroupingLabels", inGrouping],
  ["AggregateModifier", () => ({ where: " in grouping opts", expected: '"("' })],
  ["MatchingModifierClause", () => ({ where: " in grouping opts", expected: '"("' })],
  ["AggregateExpr", () => ({ where: " in aggregation", expected: '"("' })],
  ["MatrixSelector", inRange],
  ["SubqueryExpr", inSubquery],
  ["OffsetExpr", () => ({ where: " in offset", expected: "duration" })],
  ["StepInvariantExpr", () => ({ where: " in @", expected: "timestamp" })],
  ["BinaryExpr", () => ({ where: "", expected: "expression" })],
  ["UnaryExpr", () => ({ where: "", expected: "expression" })],
  ["FunctionCallBody", () => ({ where: "", unclosed: "parenthesis" })],
  ["ParenExpr", () => ({ where: "", unclosed: "parenthesis" })],
]);

/** A duration's or a number's own fault is that of where it stands. */
const WITHIN = new Set([
  "DurationExpr",
  "OffsetDurationExpr",
  "NumberDurationLiteral",
  "NumberDurationLiteralInDurationContext",
]);

/** The place of a faulty node; `before` is the text up to it. */
export function placeOf(node: SyntaxNode, before: string): Place {
  let at: SyntaxNode = node;
  while (at.parent !== null && WITHIN.has(at.parent.name)) at = at.parent;
  const of = at.parent === null ? undefined : PLACES.get(at.parent.name);
  return of?.(at, before.trimEnd()) ?? { where: "" };
}

function inMatcher(node: SyntaxNode): Place {
  const expected = node.prevSibling?.name === "MatchOp" ? "string" : "label matching operator";
  return { where: " in label matching", expected };
}

function betweenMatchers(node: SyntaxNode, before: string): Place {
  const isNext = node.prevSibling === null || before.endsWith(",");
  return { where: " in label matching", expected: isNext ? 'identifier or "}"' : '"," or "}"' };
}

function inGrouping(_node: SyntaxNode, before: string): Place {
  const where = " in grouping opts";
  if (/\b(?:by|without|on|ignoring|group_left|group_right)$/i.test(before)) return { where, expected: '"("' };
  return { where, expected: /[(,]$/.test(before) ? "label" : '"," or ")"', unclosed: "parenthesis" };
}

function inRange(_node: SyntaxNode, before: string): Place {
  if (before.endsWith("[")) return { where: " in range", expected: "duration" };
  return { where: " in subquery or range", expected: '":" or "]"', unclosed: "bracket" };
}

function inSubquery(_node: SyntaxNode, before: string): Place {
  return { where: " in subquery", expected: before.endsWith("[") ? "duration" : '"]"', unclosed: "bracket" };
}
