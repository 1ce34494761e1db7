import {
  type MetaMatch,
  type MetaRule,
  type MetaTrigger,
  metaMatchText,
  parseMetaLabels,
} from "@mission-control/contracts";

/** What stands in a form: texts, "" where nothing is said. */
export type Draft = Readonly<Record<string, string>>;

/** What is said, as the form has it. */
export function draftOf(entry: Pick<MetaRule | MetaTrigger, "about"> | undefined): Draft {
  return { ...(entry?.about as Record<string, string> | undefined) };
}

/** What a form says: what was left empty is not said. */
export function saidIn(draft: Draft): Record<string, string> {
  const said = Object.entries(draft).map(([field, text]) => [field, text.trim()] as const);
  return Object.fromEntries(said.filter(([, text]) => text !== ""));
}

/** What a metric's and its labels' fields match; or which of the two cannot be read. */
export function matchOf(metric: string, labels: string): { match: MetaMatch } | { fault: string } {
  const read = parseMetaLabels(labels);
  if (read === undefined) return { fault: 'Labels are written as service="api", host="web-*".' };
  const name = metric.trim();
  const isLabelled = Object.keys(read).length > 0;
  if (name === "" && !isLabelled) return { fault: "Name a metric, labels, or both." };
  return { match: { ...(name !== "" && { metric: name }), ...(isLabelled && { labels: read }) } };
}

/** The labels of a match as they are typed. */
export const labelsText = ({ labels }: MetaMatch): string => metaMatchText({ labels }).slice(1, -1);

/** In which fields two sayings of the same differ. */
export function differing(mine: Draft, theirs: Draft): string[] {
  const fields = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  return [...fields].filter((field) => (mine[field] ?? "").trim() !== (theirs[field] ?? "").trim());
}
