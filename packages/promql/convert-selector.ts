import type { SyntaxNode } from "@lezer/common";
import { createMatcher, type Matcher, type MatchOp, METRIC_NAME } from "@mission-control/series";
import type { VectorSelector } from "./ast.ts";
import { childrenOf } from "./infix.ts";
import { unquote } from "./literal.ts";
import type { Source } from "./source.ts";

/** Every matcher is asked about every series. */
const MAX_MATCHERS = 100;

/** The text of a name or a quoted literal. */
export function textOf(node: SyntaxNode, source: Source): string {
  const raw = source.slice(node);
  if (!/^["'`]/.test(raw)) return raw;
  const text = unquote(raw);
  if ("error" in text) throw source.fault(text.error, node.from);
  return text.text;
}

/** The names in a list of labels. */
export function labelNames(node: SyntaxNode | null, source: Source): string[] {
  return node === null ? [] : childrenOf(node).map((name) => textOf(name, source));
}

/** Turns `name{label="value"}` into a selector; the metric name becomes a matcher of `__name__`. */
export function convertSelector(node: SyntaxNode, source: Source): VectorSelector {
  const identifier = node.getChild("Identifier");
  let name = identifier === null ? undefined : source.slice(identifier);
  const matchers: Matcher[] = [];
  const list = node.getChild("LabelMatchers");
  const children = list === null ? [] : childrenOf(list);
  const surplus = children[MAX_MATCHERS];
  if (surplus !== undefined) {
    throw source.fault(`vector selector must have at most ${MAX_MATCHERS} label matchers`, surplus.from);
  }
  for (const child of children) {
    if (child.name !== "QuotedLabelName") {
      matchers.push(convertMatcher(child, source));
      continue;
    }
    const quoted = textOf(child, source);
    if (name !== undefined) {
      const [first, second] = [JSON.stringify(name), JSON.stringify(quoted)];
      throw source.fault(`metric name must not be set twice: ${first} or ${second}`, child.from);
    }
    name = quoted;
  }
  if (name !== undefined) {
    const twice = identifier !== null && matchers.some((matcher) => matcher.name === METRIC_NAME);
    if (twice) throw source.fault(`metric name must not be set twice: ${JSON.stringify(name)}`, node.from);
    matchers.push(createMatcher(METRIC_NAME, "=", name));
  }
  if (matchers.every((matcher) => matcher.test(""))) {
    throw source.fault("vector selector must contain at least one non-empty matcher", node.from);
  }
  return { kind: "vector_selector", matchers, span: source.span(node.from, node.to) };
}

function convertMatcher(node: SyntaxNode, source: Source): Matcher {
  const [name, operator, value] = childrenOf(node);
  const op = source.slice(operator!) as MatchOp;
  const text = textOf(value!, source);
  if (op === "=~" || op === "!~") source.countRegex(text, value!.from);
  try {
    return createMatcher(textOf(name!, source), op, text);
  } catch (cause) {
    throw source.fault(cause instanceof Error ? cause.message : "bad regular expression", value!.from);
  }
}
