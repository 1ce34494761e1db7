import { parser } from "@prometheus-io/lezer-promql";
import type { Expr } from "./ast.ts";
import { check } from "./check.ts";
import { convert } from "./convert.ts";
import { grammarText } from "./grammar-text.ts";
import { createSource } from "./source.ts";
import { syntaxErrorOf } from "./syntax-error.ts";

/**
 * The expression that a text writes, its types checked.
 * @throws PromqlError `bad_data` with line and column, worded as Prometheus words it: `1:5: parse error: ...`.
 */
export function parseExpr(text: string): Expr {
  const source = createSource(text);
  const tree = parser.parse(grammarText(text));
  const fault = syntaxErrorOf(tree, source);
  if (fault !== undefined) throw fault;
  const root = tree.topNode.firstChild;
  const first = root?.name === "LineComment" ? tree.topNode.getChildren("Expr")[0] : root;
  if (first == null) throw source.fault("no expression found in input", 0);
  const expr = convert(first, source);
  check(expr);
  return expr;
}
