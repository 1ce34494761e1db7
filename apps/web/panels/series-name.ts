import type { ColumnSeries } from "@mission-control/contracts";
import { METRIC_NAME } from "@mission-control/series";
import { fillLegend } from "../wall/lane-name.ts";
import type { PanelSeries } from "./panel-data.ts";

/** What people call a value of a label. */
export type ValueName = (label: string, value: string) => string;

/**
 * Names series so that they can be told apart: by `legend` (`{{device}}`), else by the labels in which they differ, a lone
 * value where that is one label; a series without any is called `title`.
 */
export function namesOf(
  series: readonly Pick<ColumnSeries, "labels">[],
  title: string,
  legend?: string,
  called?: ValueName,
): string[] {
  if (called !== undefined) {
    const named = series.map(({ labels }) => ({
      labels: new Map([...labels].map(([label, value]) => [label, called(label, value)])),
    }));
    return namesOf(named, title, legend);
  }
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

/** What is known of a query's series before they come. */
export interface SeriesTitle {
  readonly title: string;
  readonly legend?: string | undefined;
}

/**
 * Names the series of several queries, `titles` being theirs: what tells them apart within their own query, with its title
 * in front where there are several. No two have the same name, because names are keys.
 */
export function nameSeries(
  series: readonly Omit<PanelSeries, "name">[],
  titles: readonly SeriesTitle[],
  called?: ValueName,
): PanelSeries[] {
  const names = new Map<Omit<PanelSeries, "name">, string>();
  for (const [query, { title, legend }] of titles.entries()) {
    const own = series.filter((each) => each.query === query);
    const parts = namesOf(own, title, legend, called);
    for (const [i, each] of own.entries()) {
      const part = parts[i]!;
      const isTold = titles.length > 1 && legend === undefined && part !== title;
      names.set(each, isTold ? `${title} · ${part}` : part);
    }
  }
  const taken = new Map<string, number>();
  return series.map((each) => {
    const name = names.get(each)!;
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return { ...each, name: count === 1 ? name : `${name} (${count})` };
  });
}
