import type { SyntaxNode } from "@lezer/common";
import { type Binary, type BinaryOp, type Expr, isSetOp, type Matching } from "./ast.ts";
import { labelNames } from "./convert-selector.ts";
import { parseNumber } from "./literal.ts";
import type { Source } from "./source.ts";

/** Puts two operands together with their operator and its modifiers. */
export function convertBinary(
  op: BinaryOp,
  left: Expr,
  right: Expr,
  modifiers: readonly SyntaxNode[],
  source: Source,
): Binary {
  const clause = modifiers.find((node) => node.name === "MatchingModifierClause");
  const fills = modifiers.find((node) => node.name === "FillModifier");
  const matching = clause || fills ? convertMatching(clause, fills, source) : undefined;
  if (matching !== undefined && isSetOp(op)) {
    if (matching.card !== "one-to-one") {
      throw source.fault(`no grouping allowed for ${JSON.stringify(op)} operation`, clause!.from);
    }
    if (fills !== undefined)
      throw source.fault("filling in missing series not allowed for set operators", fills.from);
  }
  return {
    kind: "binary",
    op,
    left,
    right,
    bool: modifiers.some((node) => node.name === "BoolModifier"),
    ...(matching === undefined ? {} : { matching }),
    span: source.span(left.span.from, right.span.to),
  };
}

function convertMatching(
  clause: SyntaxNode | undefined,
  fills: SyntaxNode | undefined,
  source: Source,
): Matching {
  const lists = clause?.getChildren("GroupingLabels") ?? [];
  const labels = labelNames(lists[0] ?? null, source);
  const include = labelNames(lists[1] ?? null, source);
  const on = clause?.getChild("On") != null;
  const shared = on ? include.find((label) => labels.includes(label)) : undefined;
  if (shared !== undefined) {
    throw source.fault(
      `label ${JSON.stringify(shared)} must not occur in ON and GROUP clause at once`,
      clause!.from,
    );
  }
  const grouped = clause?.getChild("GroupLeft")
    ? "many-to-one"
    : clause?.getChild("GroupRight")
      ? "one-to-many"
      : "";
  const fill = (name: string) => {
    const found = fills?.getChild(name)?.getChild("NumberDurationLiteral");
    return found ? parseNumber(source.slice(found)) : undefined;
  };
  const fillLeft = fill("FillLeftClause") ?? fill("FillClause");
  const fillRight = fill("FillRightClause") ?? fill("FillClause");
  return {
    on,
    labels,
    card: grouped === "" ? "one-to-one" : grouped,
    include,
    ...(fillLeft === undefined ? {} : { fillLeft }),
    ...(fillRight === undefined ? {} : { fillRight }),
  };
}
