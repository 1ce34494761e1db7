/** What a rule is about: a metric, a family of them (`http_*`), every series with some labels (`service="api"`), or both. */
export interface MetaMatch {
  /** A metric's name; `*` stands for any part of one. */
  readonly metric?: string | undefined;
  /** Labels by name; in a value `*` stands for any part of one. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** The canonical text of a match, written as a selector: `http_*{host="web-*",service="api"}`. Equal matches have equal texts. */
export function metaMatchText({ metric = "", labels = {} }: MetaMatch): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (pairs.length === 0) return metric;
  return `${metric}{${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}}`;
}

const PAIR = /\s*([a-zA-Z_][\w.]*)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s",{}]+)\s*(,|$)/y;

/** Labels as a person types them, `service="api", host=web-*`, in braces or not; undefined where they are none. */
export function parseMetaLabels(text: string): Record<string, string> | undefined {
  const bare = text.trim().replace(/^\{(.*)\}$/s, "$1");
  const labels: [string, string][] = [];
  for (PAIR.lastIndex = 0; bare.slice(PAIR.lastIndex).trim() !== ""; ) {
    const [, name, value, end] = PAIR.exec(bare) ?? [];
    if (name === undefined || value === undefined) return undefined;
    const written = value.startsWith('"') ? unquote(value) : value;
    if (written === undefined) return undefined;
    labels.push([name, written]);
    if (end === "") break;
  }
  return Object.fromEntries(labels);
}

function unquote(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

/** Whether a text is as a pattern has it. In linear time: each part is looked for once, from where the last one ended. */
export function fitsPattern(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** Whether a name has parts that are left open. */
export const isPattern = (text: string): boolean => text.includes("*");

/**
 * How specific a match is, the first figure first: a metric by its name, a family, none; labels by their values, by patterns;
 * letters that are said.
 */
function specificityOf({ metric = "", labels = {} }: MetaMatch): readonly number[] {
  const values = Object.values(labels);
  const whole = values.filter((value) => !isPattern(value)).length;
  const letters = [metric, ...values].join("").replaceAll("*", "").length;
  return [metric === "" ? 0 : isPattern(metric) ? 1 : 2, whole, values.length - whole, letters];
}

/** The more specific first; of equally specific ones by their texts, so that the order in which they are kept means nothing. */
export function bySpecificity(a: MetaMatch, b: MetaMatch): number {
  const [left, right] = [specificityOf(a), specificityOf(b)];
  for (const [i, figure] of left.entries()) if (figure !== right[i]) return right[i]! - figure;
  return metaMatchText(a) < metaMatchText(b) ? -1 : 1;
}

/** What tells a trigger from others: its parts in one text. */
export function metaEventsText(events: {
  type?: string | undefined;
  title?: string | undefined;
  fingerprint?: string | undefined;
}): string {
  const { type, title, fingerprint } = events;
  const parts = { type, title: title?.toLowerCase(), fingerprint };
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${JSON.stringify(value)}`))
    .join(",");
}
