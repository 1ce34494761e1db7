import type { Alert, AlertMatcher } from "@mission-control/contracts";

/** Matchers as people write them: `service="api", instance=~"web-.*"`. */
export function matchersText(matchers: readonly AlertMatcher[]): string {
  return matchers.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`).join(", ");
}

const ONE = /\s*([^\s=!~",{}]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^\s",{}]*)\s*(?:,|$)/y;

/** Matchers out of a text like the above, with or without braces and quotes; undefined where it is none. */
export function parseMatchers(text: string): AlertMatcher[] | undefined {
  const plain = text.trim().replace(/^\{(.*)\}$/s, "$1");
  const matchers: AlertMatcher[] = [];
  for (let at = 0; at < plain.length; at = ONE.lastIndex) {
    ONE.lastIndex = at;
    const [, label = "", op = "=", raw = ""] = ONE.exec(plain) ?? [];
    const value = readValue(raw);
    if (label === "" || value === undefined) return undefined;
    matchers.push({ label, op: op as AlertMatcher["op"], value });
  }
  return matchers.length === 0 ? undefined : matchers;
}

function readValue(raw: string): string | undefined {
  if (!raw.startsWith('"')) return raw;
  try {
    return JSON.parse(raw) as string;
  } catch {
    return undefined;
  }
}

type Labelled = Pick<Alert, "labels" | "rule">;

/**
 * Matchers that each of these alerts passes, as narrow as they can be told: their rules, and the labels in which they
 * agree. None where there are no alerts.
 */
export function matchersFor(alerts: readonly Labelled[]): AlertMatcher[] {
  const [first] = alerts;
  if (first === undefined) return [];
  const rules = [...new Set(alerts.map(({ rule }) => rule))];
  const shared = Object.entries(first.labels).filter(
    ([label, value]) => label !== "rule" && alerts.every(({ labels }) => labels[label] === value),
  );
  return [
    rules.length === 1
      ? { label: "rule", op: "=", value: rules[0]! }
      : { label: "rule", op: "=~", value: rules.map(escaped).join("|") },
    ...shared.map(([label, value]): AlertMatcher => ({ label, op: "=", value })),
  ];
}

const escaped = (text: string) => text.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&");
