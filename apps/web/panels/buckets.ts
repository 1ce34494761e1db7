import type { PanelSeries } from "./panel-data.ts";
import { rankSeries } from "./rank.ts";

/** A row of a heat map, the lowest first. `upTo` is a bucket's upper edge; absent where the row is a series of its own. */
export interface HeatRow {
  readonly name: string;
  readonly upTo?: number;
  readonly values: Float64Array;
}

const MAX_ROWS = 200;

/** The rows of a heat map: buckets where the series have an `le`, else the largest series, a row for each. */
export function heatRows(series: readonly PanelSeries[]): HeatRow[] {
  const isHistogram = series.length > 1 && series.every(({ labels }) => labels.has("le"));
  if (isHistogram) return foldBuckets(series);
  return rankSeries(series, "value")
    .slice(0, MAX_ROWS)
    .reverse()
    .map(({ name, values }) => ({ name, values }));
}

/**
 * What lies in each bucket, of series that count everything up to their `le`: those of one `le` are added, and what is in
 * the bucket below is taken off. A counter seen at another moment than its neighbour may be smaller: that is nothing.
 */
export function foldBuckets(series: readonly Pick<PanelSeries, "labels" | "values">[]): HeatRow[] {
  const sums = new Map<number, Float64Array>();
  for (const { labels, values } of series) {
    const upTo = edgeOf(labels.get("le") ?? "");
    if (Number.isNaN(upTo)) continue;
    const sum = sums.get(upTo);
    if (sum === undefined) sums.set(upTo, Float64Array.from(values));
    else for (let i = 0; i < sum.length; i++) sum[i] = added(sum[i]!, values[i]!);
  }
  const edges = [...sums.keys()].sort((a, b) => a - b).slice(0, MAX_ROWS);
  return edges.map((upTo, row) => {
    const sum = sums.get(upTo)!;
    const below = row === 0 ? undefined : sums.get(edges[row - 1]!);
    const values = sum.map((value, i) => Math.max(0, value - (below?.[i] || 0)));
    return { name: upTo === Number.POSITIVE_INFINITY ? "above" : `≤ ${upTo}`, upTo, values };
  });
}

const edgeOf = (le: string) =>
  /^\+?Inf$/i.test(le) ? Number.POSITIVE_INFINITY : le === "" ? Number.NaN : Number(le);

function added(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : a + b;
}
