import type { ColumnSeries } from "@mission-control/contracts";
import { foldMean, type Labels, labelsKey } from "@mission-control/series";
import { type Context, createMetric, type Metric } from "cubism-es";
import { compareText } from "../format/text.ts";

/** One horizon row: a label set of a lane's expression, and its values. */
export interface LaneRow {
  readonly key: string;
  readonly labels: Labels;
  readonly metric: Metric;
}

/** The rows an expression fans out to, one for each label set, at most `limit`. */
export function createLaneRows(options: { context: Context; limit: number }) {
  const { context, limit } = options;
  let rows: readonly LaneRow[] = [];
  let byKey = new Map<string, LaneRow>();
  const beyond = new Set<string>();

  function settle(next: Iterable<LaneRow>): void {
    rows = [...next].sort((a, b) => compareText(sortKey(a.labels), sortKey(b.labels)));
    byKey = new Map(rows.map((row) => [row.key, row]));
  }

  function open(key: string, labels: Labels): LaneRow {
    return { key, labels, metric: createMetric(context) };
  }

  return {
    get all(): readonly LaneRow[] {
      return rows;
    },
    /** How many label sets there are beyond the limit. */
    get hidden(): number {
      return beyond.size;
    },
    /**
     * Lays the past under what is live. Where there are more label sets than rows, those with the largest mean are
     * shown. True where the rows are others than before.
     */
    load(startMs: number, past: readonly ColumnSeries[]): boolean {
      const before = rows;
      beyond.clear();
      const next = new Map<string, LaneRow>();
      for (const { key, labels, values } of largest(past, limit)) {
        const row = byKey.get(key) ?? open(key, labels);
        row.metric.load(startMs, values);
        next.set(key, row);
      }
      for (const row of rows) {
        if (next.has(row.key) || row.metric.latest() === undefined) continue;
        if (next.size < limit) next.set(row.key, row);
      }
      for (const series of past) {
        const key = labelsKey(series.labels);
        if (!next.has(key)) beyond.add(key);
      }
      settle(next.values());
      return rows.length !== before.length || rows.some((row, i) => row !== before[i]);
    },
    /** Sets one live value. True where that made a new row, or one more beyond the limit. */
    set(labels: Labels, timeMs: number, value: number): boolean {
      const key = labelsKey(labels);
      const row = byKey.get(key);
      if (row !== undefined) {
        row.metric.set(timeMs, value);
        return false;
      }
      if (rows.length >= limit) {
        if (beyond.has(key)) return false;
        beyond.add(key);
        return true;
      }
      const added = open(key, labels);
      added.metric.set(timeMs, value);
      settle([...rows, added]);
      return true;
    },
  };
}

function largest(past: readonly ColumnSeries[], limit: number) {
  const keyed = past.map((series) => ({ ...series, key: labelsKey(series.labels) }));
  if (keyed.length <= limit) return keyed;
  const mean = new Map(keyed.map(({ key, values }) => [key, foldMean(values, 0, values.length) || 0]));
  return keyed.sort((a, b) => mean.get(b.key)! - mean.get(a.key)!).slice(0, limit);
}

function sortKey(labels: Labels): string {
  return [...labels.values()].join("\u0000");
}
