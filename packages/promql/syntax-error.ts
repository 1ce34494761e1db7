import type { SyntaxNode, Tree } from "@lezer/common";
import type { PromqlError } from "./errors.ts";
import { unquote } from "./literal.ts";
import type { Source } from "./source.ts";
import { placeOf } from "./syntax-expected.ts";
import { unknownFunction } from "./unknown-function.ts";

/** Words that a parenthesis may follow and that are no functions. */
const KEYWORDS =
  /^(?:and|atan2|bool|by|group_left|group_right|ignoring|offset|on|or|unless|without|start|end)$/i;

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
  if (text.replace(/#.*/g, "").trim() === "") return source.fault("no expression found in input", 0);
  const { where, expected, unclosed } = placeOf(node, text.slice(0, at));
  const instead = expected === undefined ? "" : `, expected ${expected}`;
  if (at >= text.length) {
    if (unclosed !== undefined) return source.fault(`unclosed left ${unclosed}`, at);
    const place = where === " in label matching" ? " inside braces" : where;
    return source.fault(`unexpected end of input${place}${instead}`, at);
  }
  // The grammar gives up on deep nesting with a fault of its own, which would read like a wrong token.
  source.deeper(depthOf(node), at);
  const called = /([A-Za-z_:][\w:]*)\s*$/.exec(text.slice(0, at));
  if (text[at] === "(" && called !== null && !KEYWORDS.test(called[1]!)) {
    return source.fault(unknownFunction(called[1]!), called.index);
  }
  return source.fault(`unexpected ${tokenAt(text, at)}${where}${instead}`, at);
}

function depthOf(node: SyntaxNode): number {
  let depth = 0;
  for (let parent = node.parent; parent !== null; parent = parent.parent) depth++;
  return depth;
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
