import { METRIC_NAME } from "@mission-control/series";
import type { MetaAbout, MetaEvents, MetaRule, MetaTrigger } from "./meta.ts";
import { bySpecificity, fitsPattern, isPattern } from "./meta-match.ts";

/** What is known of a series, and which of it nobody said. */
export interface Known {
  readonly about: MetaAbout;
  readonly guessed: ReadonlySet<keyof MetaAbout>;
}

type Labels = ReadonlyMap<string, string>;

/** See `createMetaResolver`. */
export type MetaResolver = ReturnType<typeof createMetaResolver>;

/**
 * What is said of series: of each field what the most specific rule says that has it, and a guess where none has. The order of
 * the rules means nothing.
 */
export function createMetaResolver(rules: readonly Pick<MetaRule, "match" | "about">[]) {
  const sorted = rules.toSorted((a, b) => bySpecificity(a.match, b.match));
  const byMetric = new Map<string, (typeof sorted)[number][]>();
  const open = sorted.filter((rule) => {
    const { metric } = rule.match;
    if (metric === undefined || isPattern(metric)) return true;
    byMetric.set(metric, [...(byMetric.get(metric) ?? []), rule]);
    return false;
  });
  const values = new Map<string, string>();
  for (const { match, about } of sorted) {
    const [[label, value] = []] = Object.entries(match.labels ?? {});
    if (match.metric !== undefined || about.name === undefined || label === undefined) continue;
    values.set(valueKey(label, value!), about.name);
  }

  /** The rules for a series, the most specific first. */
  function rulesFor(labels: Labels): (typeof sorted)[number][] {
    const metric = labels.get(METRIC_NAME) ?? "";
    const family = metric.replace(/_(bucket|count|sum)$/, "");
    const named = [
      ...(byMetric.get(metric) ?? []),
      ...(family === metric ? [] : (byMetric.get(family) ?? [])),
    ];
    const fits = (pattern: string | undefined) =>
      pattern === undefined || fitsPattern(pattern, metric) || fitsPattern(pattern, family);
    return [...named, ...open.filter(({ match }) => fits(match.metric))].filter(({ match }) =>
      Object.entries(match.labels ?? {}).every(([name, value]) => fitsPattern(value, labels.get(name) ?? "")),
    );
  }

  return {
    /** What is known of a series by its labels, its metric's name among them. */
    about(labels: Labels, guess: MetaAbout = {}): Known {
      const about: Record<string, unknown> = {};
      for (const { match, about: said } of rulesFor(labels)) {
        for (const [field, value] of Object.entries(said)) {
          // Without a metric it is a label's value that is named, not the series.
          if (field === "name" && match.metric === undefined) continue;
          if (!Object.hasOwn(about, field)) about[field] = value;
        }
      }
      const guessed = Object.entries(guess).filter(([field]) => !Object.hasOwn(about, field));
      return {
        about: { ...Object.fromEntries(guessed), ...about },
        guessed: new Set(guessed.map(([field]) => field as keyof MetaAbout)),
      };
    },
    /** What people call a value of a label: itself where nobody said. */
    valueName: (label: string, value: string): string => values.get(valueKey(label, value)) ?? value,
  };
}

const valueKey = (label: string, value: string): string => `${label}\n${value}`;

/** Which trigger an event is one of, the most specific; undefined where it is none. */
export function triggerOf<T extends Pick<MetaTrigger, "match">>(
  triggers: readonly T[],
  event: { type: string; title: string; fingerprint: string },
): T | undefined {
  const title = event.title.toLowerCase();
  let best: T | undefined;
  for (const trigger of triggers) {
    const { match } = trigger;
    const fits =
      (match.type === undefined || match.type === event.type) &&
      (match.title === undefined || title.includes(match.title.toLowerCase())) &&
      (match.fingerprint === undefined || match.fingerprint === event.fingerprint);
    if (fits && (best === undefined || isMoreSpecific(match, best.match))) best = trigger;
  }
  return best;
}

/** A fingerprint tells more than words, more words more than fewer, and all of them more than a type. */
function isMoreSpecific(a: MetaEvents, b: MetaEvents): boolean {
  const rank = ({ type, title = "", fingerprint }: MetaEvents) => [
    Number(fingerprint !== undefined),
    title.length,
    Number(type !== undefined),
  ];
  const [left, right] = [rank(a), rank(b)];
  for (const [i, figure] of left.entries()) if (figure !== right[i]) return figure > right[i]!;
  return (a.title ?? "") < (b.title ?? "");
}
