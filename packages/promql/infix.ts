import type { SyntaxNode } from "@lezer/common";

/** A piece of an expression in the order of the text. */
export type Item =
  | { readonly kind: "operand"; readonly node: SyntaxNode }
  | { readonly kind: "unary"; readonly op: "+" | "-"; readonly from: number }
  | { readonly kind: "postfix"; readonly node: SyntaxNode }
  | { readonly kind: "binary"; readonly node: SyntaxNode; readonly modifiers: readonly SyntaxNode[] };

const POSTFIX: ReadonlySet<string> = new Set([
  "OffsetExpr",
  "StepInvariantExpr",
  "MatrixSelector",
  "SubqueryExpr",
  "AnchoredExpr",
  "SmoothedExpr",
]);

const MODIFIERS: ReadonlySet<string> = new Set(["BoolModifier", "MatchingModifierClause", "FillModifier"]);

/** The children of a node, in order. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const out: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== "LineComment") out.push(child);
  }
  return out;
}

/**
 * Lays a tree of operators out flat. The grammar binds what stands behind an expression more loosely than Prometheus
 * does (`a + b offset 5m` comes as `(a + b) offset 5m`, `-2^2` as `(-2)^2`), so that precedence is worked out anew.
 */
export function flatten(root: SyntaxNode, text: string): Item[] {
  const items: Item[] = [];
  const waiting: (SyntaxNode | Item)[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if ("kind" in next) items.push(next);
    else if (next.name === "BinaryExpr") {
      const children = childrenOf(next);
      const modifiers = children.filter((child) => MODIFIERS.has(child.name));
      waiting.push(children.at(-1)!, { kind: "binary", node: children[1]!, modifiers }, children[0]!);
    } else if (next.name === "UnaryExpr") {
      waiting.push(next.lastChild!);
      items.push({ kind: "unary", op: text[next.from] === "-" ? "-" : "+", from: next.from });
    } else if (POSTFIX.has(next.name)) {
      waiting.push({ kind: "postfix", node: next }, next.firstChild!);
    } else if (next.name === "NumberDurationLiteral" && /[+-]/.test(text[next.from]!)) {
      items.push({ kind: "unary", op: text[next.from] === "-" ? "-" : "+", from: next.from });
      items.push({ kind: "operand", node: next });
    } else items.push({ kind: "operand", node: next });
  }
  return items;
}
