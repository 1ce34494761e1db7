import type { Labels } from "@mission-control/series";

/** Whether an expression reads one of these metrics: by their names as whole words. */
export function reads(expr: string, metrics: readonly string[]): boolean {
  return metrics.some((metric) => wordOf(metric).test(expr));
}

/**
 * Whether an alert can be about a row: no label of the alert has another value in the row, or in a matcher of the row's
 * expression where the row does not have the label.
 */
export function concerns(expr: string, row: Labels, alert: Readonly<Record<string, string>>): boolean {
  return Object.entries(alert).every(([label, value]) => {
    const own = row.get(label);
    return own === undefined ? agrees(expr, label, value) : own === value;
  });
}

function agrees(expr: string, label: string, value: string): boolean {
  const matcher = new RegExp(`(?<![\\w.])${escaped(label)}\\s*(=~|!~|!=|=)\\s*"((?:[^"\\\\]|\\\\.)*)"`, "g");
  for (const [, op, text = ""] of expr.matchAll(matcher)) {
    const wanted = text.replaceAll(/\\(.)/g, "$1");
    if (op === "=" && wanted !== value) return false;
    if (op === "!=" && wanted === value) return false;
    // Whose values are written out one by one; what an expression of another form matches is not known here.
    const values = op === "=~" ? listed(text) : undefined;
    if (values !== undefined && !values.includes(value)) return false;
  }
  return true;
}

/** The values of `a|b|c`; undefined where it is more than a list. */
function listed(text: string): string[] | undefined {
  return /^[\w|: /-]*$/.test(text) ? text.split("|") : undefined;
}

const wordOf = (name: string) => new RegExp(`(?<![\\w:.])${escaped(name)}(?![\\w:.])`);

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
