import { type Matcher, METRIC_NAME } from "@mission-control/series";

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Matchers as a PromQL selector. Values and names are quoted, so that no text can be more than text. PromQL refuses a
 * selector that every series would pass; there "it has a name" is added.
 */
export function selectorText(matchers: readonly Matcher[]): string {
  const parts = matchers.map(({ name, op, value }) => `${nameText(name)}${op}${quoted(value)}`);
  if (matchers.every((matcher) => matcher.test(""))) parts.push(`${METRIC_NAME}!=""`);
  return `{${parts.join(",")}}`;
}

/** A name that only newer stores know must be in quotes. */
const nameText = (name: string): string => (PLAIN_NAME.test(name) ? name : quoted(name));

/**
 * A text between quotes, as Go reads it: what JSON escapes, Go knows too. Prometheus' lexer takes the replacement character
 * for a fault of the encoding unless it is escaped.
 */
const quoted = (text: string): string =>
  JSON.stringify(text.toWellFormed()).replaceAll("\ufffd", "\\ufffd").replaceAll("\u007f", "\\u007f");
