import { type Columns, columnsType, decodeColumns } from "@mission-control/contracts";
import { floorToStep, METRIC_NAME } from "@mission-control/series";
import { ask, askBytes } from "../data/ask.ts";
import type { KnownMetric } from "../data/metric-catalog.ts";
import type { Outcome } from "../data/outcome.ts";

/** What a row of the metric browser shows: how many series there are now, and the course of their sum. */
export interface Glance {
  readonly series: number;
  readonly course: Float64Array;
}

/** Steps of a course: enough to be recognised in 80 pixels. */
const STEPS = 40;
/** How many metrics one question is about. */
export const GLANCES_AT_ONCE = 24;

/** The metric whose series are counted and summed: a histogram stands as its number of observations. */
const counted = ({ name, type }: KnownMetric) => (type === "histogram" ? `${name}_count` : name);

/** Asks about some metrics in two questions: how many series each has, and how their sum went in the last `rangeMs`. */
export async function askGlances(
  metrics: readonly KnownMetric[],
  now: { nowMs: number; rangeMs: number; baseStepMs: number },
  signal: AbortSignal,
): Promise<Outcome<ReadonlyMap<string, Glance>>> {
  // A name that has more than letters in it would be read as a pattern.
  const names = metrics.map(counted).filter((name) => /^[a-zA-Z_:][\w:]*$/.test(name));
  const selector = `{__name__=~"${names.join("|")}"}`;
  const stepMs = Math.max(now.baseStepMs, floorToStep(now.rangeMs / STEPS, now.baseStepMs));
  const endMs = floorToStep(now.nowMs, stepMs);
  const [counts, sums] = await Promise.all([
    ask<{ data: { result?: readonly { metric: Record<string, string>; value: [number, string] }[] } }>(
      "/api/v1/query",
      {
        method: "POST",
        body: new URLSearchParams({
          query: `count by (__name__) (${selector})`,
          time: String(now.nowMs / 1000),
        }),
        signal,
      },
    ),
    askBytes("/api/v1/query_range", {
      method: "POST",
      headers: { accept: columnsType, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        query: `sum by (__name__) (${selector})`,
        start: String((endMs - (STEPS - 1) * stepMs) / 1000),
        end: String(endMs / 1000),
        step: String(stepMs / 1000),
      }),
      signal,
    }),
  ]);
  if (!counts.ok) return counts;
  if (!sums.ok) return sums;
  const columns = decodeColumns(sums.value);
  if ("code" in columns) return { ok: false, failure: { message: columns.message, away: true } };
  const countOf = new Map(
    (counts.value.data.result ?? []).map(({ metric, value }) => [metric[METRIC_NAME], Number(value[1])]),
  );
  return { ok: true, value: glancesOf(metrics, countOf, columns) };
}

/** What was answered, by the metrics' own names. Of what only grows its growth is shown. */
export function glancesOf(
  metrics: readonly KnownMetric[],
  counts: ReadonlyMap<string | undefined, number>,
  columns: Pick<Columns, "series">,
): ReadonlyMap<string, Glance> {
  const sums = new Map(columns.series.map(({ labels, values }) => [labels.get(METRIC_NAME), values]));
  return new Map(
    metrics.map((metric) => {
      const values = sums.get(counted(metric)) ?? new Float64Array();
      const grows = metric.type === "counter" || metric.type === "histogram";
      return [
        metric.name,
        { series: counts.get(counted(metric)) ?? 0, course: grows ? growthOf(values) : values },
      ];
    }),
  );
}

/** How much a counter grew at each step; where it began anew nothing is known. */
export function growthOf(values: Float64Array): Float64Array {
  return values.map((value, i) => {
    const by = value - (i === 0 ? Number.NaN : values[i - 1]!);
    return by < 0 ? Number.NaN : by;
  });
}
