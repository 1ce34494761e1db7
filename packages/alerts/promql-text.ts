const UNITS = [
  ["w", 604_800_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
] as const;

/** A length of time as PromQL has it, in the largest unit that divides it: 300,000 is `5m`. */
export function durationText(ms: number): string {
  const [unit, each] = UNITS.find(([, each]) => ms >= each && ms % each === 0) ?? ["ms", 1];
  return `${ms / each}${unit}`;
}

/** Matchers that labels must have exactly these values, in braces; nothing where there are none. */
export function matchersText(labels: Readonly<Record<string, string>>): string {
  const inner = Object.entries(labels).map(([name, value]) => `${nameText(name)}=${quoted(value)}`);
  return inner.length === 0 ? "" : `{${inner.join(",")}}`;
}

/** The names of labels as they stand in `by (…)`. */
export const byLabelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.keys(labels).map(nameText).join(", ");

const nameText = (name: string) => (/^[a-zA-Z_]\w*$/.test(name) ? name : quoted(name));

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };
const quoted = (text: string) => `"${text.replace(/[\\"\n]/g, (sign) => ESCAPES[sign] ?? sign)}"`;
