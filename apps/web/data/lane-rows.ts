import type { ColumnSeries, Lane } from "@mission-control/contracts";
import { foldMean, type Labels, labelsKey } from "@mission-control/series";
import { type Context, createMetric, type Metric } from "cubism-es";
import { compareText } from "../format/text.ts";
import { changeOf } from "./change-of.ts";

/** One horizon row: a label set of a lane's expression, and its values. */
export interface LaneRow {
  readonly key: string;
  readonly labels: Labels;
  readonly metric: Metric;
}

/** The order of a lane's rows; "given" is that of their label values. */
export type LaneOrder = Lane["sort"];

/** Whether most of a picture is there is told from so many of its columns: it is asked with each frame. */
const LOOKED_AT = 40;

/**
 * The rows an expression fans out to, one for each label set, at most `limit`. They are put into the order of `sort` as they
 * come and by `resort`, not as their values change: rows that keep changing places cannot be read. `nameOf` is what "name"
 * goes by.
 */
export function createLaneRows(options: {
  context: Context;
  limit: number;
  sort?: LaneOrder | undefined;
  nameOf?: ((labels: Labels) => string) | undefined;
}) {
  const { context, limit, sort = "given", nameOf = sortKey } = options;
  let rows: readonly LaneRow[] = [];
  let byKey = new Map<string, LaneRow>();
  const beyond = new Set<string>();

  function settle(next: Iterable<LaneRow>): void {
    rows = ordered([...next]);
    byKey = new Map(rows.map((row) => [row.key, row]));
  }

  function ordered(next: readonly LaneRow[]): LaneRow[] {
    const given = next.toSorted((a, b) => compareText(sortKey(a.labels), sortKey(b.labels)));
    if (sort === "given") return given;
    if (sort === "name") return given.toSorted((a, b) => compareText(nameOf(a.labels), nameOf(b.labels)));
    const rankOf = ({ metric }: LaneRow) => {
      const values = Float64Array.from({ length: context.size }, (_, column) => metric.at(column));
      return weightOf(sort, values);
    };
    const rank = new Map(given.map((row) => [row, rankOf(row)]));
    return given.toSorted((a, b) => rank.get(b)! - rank.get(a)!);
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
    /** Whether any of them has a value where the picture is. */
    haveValues: (): boolean => rows.some(({ metric }) => metric.latest() !== undefined),
    /** Whether at most of the columns where it was looked one of them has a value. */
    fillMost(): boolean {
      let filled = 0;
      for (let i = 0; i < LOOKED_AT; i++) {
        const column = Math.floor((i * context.size) / LOOKED_AT);
        if (rows.some(({ metric }) => !Number.isNaN(metric.at(column)))) filled++;
      }
      return 2 * filled > LOOKED_AT;
    },
    /**
     * Lays the past under what is live. Where there are more label sets than rows, those with the largest mean are
     * shown, or those that changed most where that is their order. True where the rows are others than before.
     */
    load(startMs: number, past: readonly ColumnSeries[]): boolean {
      const before = rows;
      beyond.clear();
      const next = new Map<string, LaneRow>();
      for (const { key, labels, values } of largest(past, limit, sort)) {
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
    /** Puts the rows into order by their values as they are now. True where that is another than before. */
    resort(): boolean {
      const before = rows;
      settle(rows);
      return rows.some((row, i) => row !== before[i]);
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

function largest(past: readonly ColumnSeries[], limit: number, sort: LaneOrder) {
  const keyed = past.map((series) => ({ ...series, key: labelsKey(series.labels) }));
  if (keyed.length <= limit) return keyed;
  const weight = new Map(keyed.map(({ key, values }) => [key, weightOf(sort, values)]));
  return keyed.sort((a, b) => weight.get(b.key)! - weight.get(a.key)!).slice(0, limit);
}

/** What the rows that are shown, and their order, go by; least where there is no value. */
function weightOf(sort: LaneOrder, values: Float64Array): number {
  const weight = sort === "change" ? changeOf(values) : foldMean(values, 0, values.length);
  return Number.isNaN(weight) ? -Number.MAX_VALUE : weight;
}

function sortKey(labels: Labels): string {
  return [...labels.values()].join("\u0000");
}
