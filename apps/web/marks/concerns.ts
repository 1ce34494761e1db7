import type { Labels } from "@mission-control/series";

/** What of an expression tells which rules and alerts are about it. */
export interface Subject {
  /** The words that a metric's name can be. */
  readonly words: ReadonlySet<string>;
  readonly text: string;
  readonly matchers: readonly Matcher[];
}

interface Matcher {
  readonly label: string;
  readonly passes: (value: string) => boolean;
}

const MATCHER = /([a-zA-Z_][\w.]*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g;

/** Reads an expression once for all that is asked of it. */
export function subjectOf(expr: string): Subject {
  const matchers: Matcher[] = [];
  for (const [, label = "", op, text = ""] of expr.matchAll(MATCHER)) {
    const value = text.replaceAll(/\\(.)/g, "$1");
    // Whose values are written out one by one; what an expression of another form matches is not known here.
    const values = op === "=~" ? listed(text) : undefined;
    if (op === "=") matchers.push({ label, passes: (given) => given === value });
    if (op === "!=") matchers.push({ label, passes: (given) => given !== value });
    if (values !== undefined) matchers.push({ label, passes: (given) => values.includes(given) });
  }
  return { words: new Set(expr.match(/[\w:.]+/g)), text: expr, matchers };
}

/** Whether an expression reads a metric: by its name as a whole word. */
export function reads({ words, text }: Subject, metric: string): boolean {
  return words.has(metric) || (!/^[\w:.]+$/.test(metric) && text.includes(JSON.stringify(metric)));
}

/**
 * Whether an alert can be about a row: no label of the alert has another value in the row, or in a matcher of the row's
 * expression where the row does not have the label.
 */
export function concerns(
  { matchers }: Subject,
  row: Labels,
  alert: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(alert).every(([label, value]) => {
    const own = row.get(label);
    if (own !== undefined) return own === value;
    return matchers.every((matcher) => matcher.label !== label || matcher.passes(value));
  });
}

/** The values of `a|b|c`; undefined where it is more than a list. */
function listed(text: string): string[] | undefined {
  return /^[\w|: /-]*$/.test(text) ? text.split("|") : undefined;
}
