import type { ColumnSeries } from "@mission-control/contracts";
import { foldMean, type Labels, labelsKey, labelsOf, METRIC_NAME } from "@mission-control/series";
import { compareText } from "../format/text.ts";

/** One label set before and after a function; one of the two is absent where the function dropped or made it. */
export interface Pair {
  readonly key: string;
  readonly labels: Labels;
  readonly before: Float64Array | undefined;
  readonly after: Float64Array | undefined;
}

/** Label sets before and after side by side, the largest `limit` of them, sorted as people sort. */
export function pairSeries(before: readonly ColumnSeries[], after: readonly ColumnSeries[], limit: number) {
  const afterOf = new Map(after.map((series) => [keyOf(series.labels), series]));
  const beforeKeys = new Set<string>();
  const pairs = before.map(({ labels, values }): Pair => {
    const key = keyOf(labels);
    beforeKeys.add(key);
    return { key, labels, before: values, after: afterOf.get(key)?.values };
  });
  for (const [key, { labels, values }] of afterOf)
    if (!beforeKeys.has(key)) pairs.push({ key, labels, before: undefined, after: values });
  const shown = pairs.length <= limit ? pairs : largest(pairs).slice(0, limit);
  return {
    pairs: [...shown].sort((a, b) => compareText(sortKey(a.labels), sortKey(b.labels))),
    hidden: pairs.length - shown.length,
  };
}

/** A function may take a metric's name away, or leave it: the label set is the same. */
function keyOf(labels: Labels): string {
  return labelsKey(labelsOf([...labels].filter(([name]) => name !== METRIC_NAME)));
}

function largest(pairs: readonly Pair[]): Pair[] {
  const mean = ({ before, after }: Pair) => {
    const values = before ?? after;
    return values === undefined ? 0 : foldMean(values, 0, values.length) || 0;
  };
  const means = new Map(pairs.map((pair) => [pair, mean(pair)]));
  return [...pairs].sort((a, b) => means.get(b)! - means.get(a)!);
}

function sortKey(labels: Labels): string {
  return [...labels.values()].join("\u0000");
}

/** How far two scales may be from each other and still be drawn on one. */
const COMPARABLE = 20;

/**
 * The top of the scale that before and after share, so that what doubles looks twice as bright; undefined where one would be
 * flat beside the other, and each has its own.
 */
export function sharedTop({ before, after }: Pick<Pair, "before" | "after">): number | undefined {
  const [a, b] = [largestOf(before), largestOf(after)];
  if (a === 0 || b === 0) return undefined;
  return a / b <= COMPARABLE && b / a <= COMPARABLE ? Math.max(a, b) : undefined;
}

function largestOf(values: Float64Array | undefined): number {
  let largest = 0;
  for (const value of values ?? []) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
}
