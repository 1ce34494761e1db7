import {
  createMetaResolver,
  guessAbout,
  type Known,
  type MetaList,
  type MetaMatch,
  metaMatchText,
} from "@mission-control/contracts";
import { metric } from "@mission-control/series";
import type { KnownMetric } from "../data/metric-catalog.ts";

/** A line of what is known: what it is about, and which of it nobody said. */
export interface KnownRow extends Known {
  readonly key: string;
  readonly match: MetaMatch;
  /** Undefined where nobody said anything of just this. */
  readonly origin: "settings" | "made" | undefined;
}

/** Whether any of what a row shows has what was typed, in any case. */
function has(texts: readonly (string | undefined)[], typed: string): boolean {
  const text = texts.filter(Boolean).join("\n").toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Every metric there is or of which something is said, by its name: first those of which somebody said something. */
export function metricRows(list: MetaList, catalog: readonly KnownMetric[], typed: string): KnownRow[] {
  const { about } = createMetaResolver(list.rules);
  const said = new Map(list.rules.filter(isMetric).map((rule) => [rule.key, rule.origin]));
  const known = new Map<string, Pick<KnownMetric, "name" | "help" | "unit">>();
  for (const key of said.keys()) known.set(key, { name: key, help: "", unit: "" });
  for (const each of catalog) known.set(each.name, each);
  const rows: KnownRow[] = [];
  for (const [name, each] of known) {
    const row = { ...about(metric(name), guessAbout(each)), key: name, match: { metric: name } };
    const { name: called, owner, description } = row.about;
    if (has([name, called, owner, description], typed)) rows.push({ ...row, origin: said.get(name) });
  }
  const rank = (row: KnownRow) => Number(row.origin === undefined);
  return rows.sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
}

/** What is said of label sets, and of families of metrics. */
export function labelSetRows(list: MetaList, typed: string): KnownRow[] {
  return list.rules
    .filter((rule) => !isMetric(rule))
    .filter(({ key, about }) => has([key, about.name, about.owner, about.description], typed))
    .map((rule) => ({ ...rule, guessed: new Set<never>() }));
}

/** What is said of events. */
export function triggerRows(list: MetaList, typed: string): MetaList["triggers"] {
  return list.triggers.filter(({ match, about }) =>
    has([match.title, match.type, match.fingerprint, about.description], typed),
  );
}

/** Whether it is said of one metric, whatever its labels. */
function isMetric({ match }: { match: MetaMatch }): boolean {
  return match.metric !== undefined && metaMatchText(match) === match.metric && !match.metric.includes("*");
}
