import type { ColumnSeries } from "@mission-control/contracts";
import { METRIC_NAME } from "@mission-control/series";
import { fillLegend } from "../wall/lane-name.ts";

/**
 * Names series so that they can be told apart: by `legend` (`{{device}}`), else by the labels in which they differ, a lone
 * value where that is one label; a series without any is called `title`.
 */
export function namesOf(
  series: readonly Pick<ColumnSeries, "labels">[],
  title: string,
  legend?: string,
): string[] {
  if (legend !== undefined) return series.map(({ labels }) => fillLegend(legend, labels) || title);
  const [first, ...rest] = series;
  if (first === undefined) return [];
  const names = new Set(series.flatMap(({ labels }) => [...labels.keys()]));
  const differing = [...names].filter((name) =>
    rest.some(({ labels }) => labels.get(name) !== first.labels.get(name)),
  );
  return series.map(({ labels }) => {
    if (rest.length === 0) return title;
    const metric = differing.includes(METRIC_NAME) ? [labels.get(METRIC_NAME) ?? ""] : [];
    const values = differing.filter((name) => name !== METRIC_NAME).flatMap((name) => labels.get(name) ?? []);
    return [...metric, ...values].filter((part) => part !== "").join(" · ") || title;
  });
}
