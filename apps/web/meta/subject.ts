/** What an expression is about. */
export interface Subject {
  /** The one metric it names; a histogram's parts stand for it. */
  readonly metric: string;
  /** The labels its selectors fix to one value. */
  readonly labels: ReadonlyMap<string, string>;
  /** Its values are of the metric, or a rate of it, or of another measure altogether. */
  readonly values: "own" | "rate" | "other";
}

const SELECTOR = /\{(?:[^{}"'`]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)*\}/g;
const FIXED = /[{,]\s*([a-zA-Z_]\w*)\s*=\s*"((?:\\.|[^"\\])*)"/g;
const ASIDE = /"(?:\\.|[^"\\])*"|\[[^\]]*\]|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;
const NAME = /(?<![\w.$:])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g;
const KEYWORDS = new Set([
  ..."offset bool and or unless atan2 inf nan by without on ignoring group_left group_right".split(" "),
]);
const COUNTED = /\b(count|count_values|count_over_time|changes|resets|absent|absent_over_time|timestamp)\b/i;

/** What a query is about; undefined where it is about several metrics, or none. */
export function subjectOf(query: string): Subject | undefined {
  const selectors = query.match(SELECTOR) ?? [];
  const bare = query.replaceAll(SELECTOR, " ").replaceAll(ASIDE, " ");
  const labels = labelsIn(selectors);
  const named = (bare.match(NAME) ?? []).filter((name) => !KEYWORDS.has(name.toLowerCase()));
  const names = [...new Set([...named, ...(labels.get("__name__") ?? [])])];
  const [metric, other] = names;
  if (metric === undefined || names.length > 2) return undefined;
  const fixed = new Map(
    [...labels].flatMap(([name, values]) =>
      values.size === 1 && name !== "__name__" ? [[name, [...values][0]!] as const] : [],
    ),
  );
  if (other !== undefined) {
    // A histogram's sum by its count is how much each was.
    const family = metric.replace(/_sum$/, "");
    const isMean = metric !== family && other === `${family}_count` && bare.includes("/");
    return isMean ? { metric: family, labels: fixed, values: "own" } : undefined;
  }
  return { metric, labels: fixed, values: valuesOf(bare) };
}

function valuesOf(bare: string): Subject["values"] {
  if (/[*/%^]/.test(bare) || COUNTED.test(bare)) return "other";
  return /\b(rate|irate|deriv)\s*\(/.test(bare) && !bare.includes("histogram_quantile") ? "rate" : "own";
}

function labelsIn(selectors: readonly string[]): Map<string, Set<string>> {
  const labels = new Map<string, Set<string>>();
  for (const selector of selectors) {
    for (const [, name, value] of selector.matchAll(FIXED))
      labels.set(name!, (labels.get(name!) ?? new Set()).add(value!.replaceAll(/\\(.)/g, "$1")));
  }
  return labels;
}
