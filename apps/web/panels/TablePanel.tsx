import { METRIC_NAME } from "@mission-control/series";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useMemo, useState } from "react";
import { compareText, countOf } from "../format/text.ts";
import { valueText } from "../format/value.ts";
import { useMeta } from "../meta/meta-context.ts";
import { type PanelProps, type PanelSeries, type Reduce, reduceValues, stepAt } from "./panel-data.ts";
import { Scroller } from "./Scroller.tsx";

const MAX_ROWS = 500;
const FIGURES = ["min", "mean", "max"] as const;

/** A row for each series: its labels, what it came to and its ends; each heading sorts. */
export function TablePanel({ options, data, momentMs }: PanelProps<"table">) {
  const { unit, reduce } = options;
  const meta = useMeta();
  const cell = (each: PanelSeries, label: string) => {
    const value = each.labels.get(label);
    return value === undefined ? "–" : (meta?.valueName(label, value) ?? value);
  };
  const step = stepAt(data, momentMs);
  const [sort, setSort] = useState({ by: "#value", down: true });
  const names = useMemo(() => labelNames(data.series), [data.series]);
  const figures: Reduce[] = [...FIGURES.filter((each) => each !== reduce), reduce];
  const rows = useMemo(() => sortRows(data.series, sort.by, sort.down, reduce), [data.series, sort, reduce]);
  const heading = (by: string, label: string, isNumber = false) => (
    <th
      key={by}
      scope="col"
      className={isNumber ? "num" : undefined}
      aria-sort={sort.by === by ? (sort.down ? "descending" : "ascending") : undefined}
    >
      <button type="button" onClick={() => setSort({ by, down: sort.by === by ? !sort.down : isNumber })}>
        {label}
        {sort.by === by &&
          (sort.down ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
      </button>
    </th>
  );
  return (
    <Scroller className="table-panel" label="Series, table">
      <table className="table">
        <thead>
          <tr>
            {names.length === 0 && <th scope="col">Series</th>}
            {names.map((name) => heading(name, name === METRIC_NAME ? "metric" : name))}
            {figures.map((how) =>
              heading(
                how === reduce ? "#value" : `#${how}`,
                how === reduce && step !== undefined ? "here" : how,
                true,
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_ROWS).map((each) => (
            <tr key={`${each.query} ${each.name}`}>
              {names.length === 0 && <th scope="row">{each.name}</th>}
              {names.map((name, i) =>
                i === 0 ? (
                  <th key={name} scope="row">
                    {cell(each, name)}
                  </th>
                ) : (
                  <td key={name}>{cell(each, name)}</td>
                ),
              )}
              {figures.map((how) => (
                <td key={how} className={how === reduce ? "num strong" : "num"}>
                  {valueText(
                    how === reduce && step !== undefined
                      ? (each.values[step] ?? Number.NaN)
                      : reduceValues(each.values, how),
                    unit,
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MAX_ROWS && (
        <p className="panel-more">
          {countOf(rows.length - MAX_ROWS, "more series", "more series")} not shown.
        </p>
      )}
    </Scroller>
  );
}

function labelNames(series: readonly PanelSeries[]): string[] {
  const names = new Set(series.flatMap(({ labels }) => [...labels.keys()]));
  return [...names].sort((a, b) => (a === METRIC_NAME ? -1 : b === METRIC_NAME ? 1 : compareText(a, b)));
}

/** Rows by a label, or by a figure where `by` begins with `#`; those without one come last either way. */
export function sortRows(
  series: readonly PanelSeries[],
  by: string,
  down: boolean,
  reduce: Reduce,
): PanelSeries[] {
  const sign = down ? -1 : 1;
  if (!by.startsWith("#")) {
    return series.toSorted((a, b) => sign * compareText(a.labels.get(by) ?? "", b.labels.get(by) ?? ""));
  }
  const how = by === "#value" ? reduce : (by.slice(1) as Reduce);
  const value = new Map(series.map((each) => [each, reduceValues(each.values, how)]));
  return series.toSorted((a, b) => {
    const [left, right] = [value.get(a)!, value.get(b)!];
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return sign * (left === right ? 0 : left < right ? -1 : 1);
  });
}
