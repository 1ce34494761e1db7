import type { SyntaxNode, Tree } from "@lezer/common";
import type { PromqlError } from "./errors.ts";
import { unquote } from "./literal.ts";
import type { Source } from "./source.ts";

const WHERE = new Map([
  ["LabelMatchers", " in label matching"],
  ["UnquotedLabelMatcher", " in label matching"],
  ["QuotedLabelMatcher", " in label matching"],
  ["GroupingLabels", " in grouping opts"],
  ["AggregateModifier", " in aggregation"],
  ["AggregateExpr", " in aggregation"],
  ["MatrixSelector", " in range"],
  ["SubqueryExpr", " in subquery"],
  ["DurationExpr", " in duration"],
  ["OffsetDurationExpr", " in offset"],
  ["OffsetExpr", " in offset"],
  ["StepInvariantExpr", " in @"],
]);

/** The first fault of the grammar in a tree, worded for people, or undefined where the text is well formed. */
export function syntaxErrorOf(tree: Tree, source: Source): PromqlError | undefined {
  let found: PromqlError | undefined;
  tree.iterate({
    enter(node) {
      if (found !== undefined) return false;
      if (node.type.isError) found = describe(node.node, source);
      else if (node.name === "StringLiteral") {
        const text = unquote(source.slice(node));
        if ("error" in text) found = source.fault(text.error, node.from);
      }
      return found === undefined;
    },
  });
  return found;
}

function describe(node: SyntaxNode, source: Source): PromqlError {
  const { text } = source;
  let at = node.from;
  while (/\s/.test(text[at] ?? "")) at++;
  const parent = node.parent;
  if (text.replace(/#.*/g, "").trim() === "") return source.fault("no expression found in input", 0);
  if (at >= text.length) {
    const open = parent?.name === "FunctionCallBody" || parent?.name === "ParenExpr";
    return source.fault(open ? "unclosed left parenthesis" : `unexpected end of input${where(parent)}`, at);
  }
  // The grammar gives up on deep nesting with a fault of its own, which would read like a wrong token.
  source.deeper(depthOf(node), at);
  const called = /([A-Za-z_:][\w:]*)\s*$/.exec(text.slice(0, at));
  if (text[at] === "(" && called !== null) {
    return source.fault(`unknown function with name ${JSON.stringify(called[1])}`, called.index);
  }
  return source.fault(`unexpected ${tokenAt(text, at)}${where(parent)}`, at);
}

function depthOf(node: SyntaxNode): number {
  let depth = 0;
  for (let parent = node.parent; parent !== null; parent = parent.parent) depth++;
  return depth;
}

function where(parent: SyntaxNode | null): string {
  return (parent && WHERE.get(parent.name)) ?? "";
}

function tokenAt(text: string, at: number): string {
  const rest = text.slice(at, at + 80);
  const word = /^[A-Za-z_:][\w:]*/.exec(rest)?.[0];
  if (word !== undefined) return `identifier ${JSON.stringify(word)}`;
  const number = /^[0-9.][\w.]*/.exec(rest)?.[0];
  if (number !== undefined) return `number ${JSON.stringify(number)}`;
  if (/^["'`]/.test(rest)) return `string ${/^(["'`])(?:\\[\s\S]|(?!\1)[\s\S])*\1?/.exec(rest)![0]}`;
  const operator = /^(?:==|!=|=~|!~|<=|>=|[-+*/%^=<>])/.exec(rest)?.[0];
  if (operator !== undefined) return `<op:${operator}>`;
  if (/^[()[\]{},:@]/.test(rest)) return JSON.stringify(rest[0]);
  return `character: ${JSON.stringify(String.fromCodePoint(rest.codePointAt(0)!))}`;
}
