import { METRIC_NAME } from "@mission-control/series";
import { useQuery } from "@tanstack/react-query";
import { ask } from "../data/ask.ts";
import { orThrow } from "../data/outcome.ts";
import { compareText } from "../format/text.ts";

/** Series of a metric that are looked at; the answer says where there are more. */
const MAX_SERIES = 5_000;

/** A label of a metric: its values, each with how many series have it, the most common first. */
export interface LabelCount {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly series: number }[];
}

/** The labels of a metric's series of the last 12 h. `capped` where there are more series than were looked at. */
export function useLabelCounts(metric: string) {
  return useQuery({
    queryKey: ["label-counts", metric],
    queryFn: async ({ signal }) => {
      const body = new URLSearchParams({
        "match[]": `{__name__=${JSON.stringify(metric)}}`,
        limit: String(MAX_SERIES),
      });
      const init = { method: "POST", body, signal };
      const answer = await ask<{ data: readonly Readonly<Record<string, string>>[] }>("/api/v1/series", init);
      const { data } = orThrow(answer);
      return { labels: countLabels(data), series: data.length, capped: data.length >= MAX_SERIES };
    },
    staleTime: 15_000,
  });
}

/** Counts the values of each label but the metric's name; labels in the order of their names. */
export function countLabels(series: readonly Readonly<Record<string, string>>[]): LabelCount[] {
  const counts = new Map<string, Map<string, number>>();
  for (const labels of series) {
    for (const [name, value] of Object.entries(labels)) {
      if (name === METRIC_NAME) continue;
      const values = counts.get(name) ?? new Map<string, number>();
      values.set(value, (values.get(value) ?? 0) + 1);
      counts.set(name, values);
    }
  }
  return [...counts]
    .map(([name, values]) => ({
      name,
      values: [...values]
        .map(([value, count]) => ({ value, series: count }))
        .sort((a, b) => b.series - a.series || compareText(a.value, b.value)),
    }))
    .sort((a, b) => compareText(a.name, b.name));
}
