import { changeOf } from "../data/change-of.ts";
import { compareText } from "../format/text.ts";
import { type PanelSeries, type Reduce, reducedAt, reduceValues } from "./panel-data.ts";

/** How rows are ordered: by their mean, by how much they change, or by their names. */
export type RowOrder = "value" | "change" | "name";

/** The series in an order, the largest first; those without a value come last. */
export function rankSeries(series: readonly PanelSeries[], order: RowOrder): PanelSeries[] {
  if (order === "name") return series.toSorted((a, b) => compareText(a.name, b.name));
  return byKey(
    series,
    order === "value" ? ({ values }) => reduceValues(values, "mean") : ({ values }) => changeOf(values),
  );
}

/** The series by the one value that stands for each at a step or on the whole range, the largest first. */
export function rankReduced(
  series: readonly PanelSeries[],
  how: Reduce,
  step: number | undefined,
): { of: PanelSeries; value: number }[] {
  const values = new Map(series.map((each) => [each, reducedAt(each, how, step)]));
  return byKey(series, (each) => values.get(each)!).map((of) => ({ of, value: values.get(of)! }));
}

function byKey(series: readonly PanelSeries[], keyOf: (series: PanelSeries) => number): PanelSeries[] {
  const key = new Map(series.map((each) => [each, keyOf(each)]));
  const rankOf = (each: PanelSeries) =>
    Number.isNaN(key.get(each)!) ? Number.NEGATIVE_INFINITY : key.get(each)!;
  return series.toSorted((a, b) => {
    const [left, right] = [rankOf(a), rankOf(b)];
    return left === right ? compareText(a.name, b.name) : right > left ? 1 : -1;
  });
}
