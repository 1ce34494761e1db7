import { METRIC_NAME } from "@mission-control/series";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useMemo, useState } from "react";
import { compareText, countOf } from "../format/text.ts";
import { valueText } from "../format/value.ts";
import { useMeta } from "../meta/meta-context.ts";
import { LastAt } from "./LastAt.tsx";
import { lastMsAt, type PanelProps, type PanelSeries, type Reduce, reducedAt, stepAt } from "./panel-data.ts";
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
  const figures = useMemo<Reduce[]>(() => [...FIGURES.filter((each) => each !== reduce), reduce], [reduce]);
  const rows = useMemo(
    () =>
      sortRows(data.series, sort.by, sort.down, reduce, step)
        .slice(0, MAX_ROWS)
        .map((each) => ({
          each,
          values: figures.map((how) => reducedAt(each, how, step)),
          lastMs: lastMsAt(data, each, reduce, step),
        })),
    [data, sort, reduce, figures, step],
  );
  const more = data.series.length - rows.length;
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
                how === "last" && step !== undefined ? "here" : how,
                true,
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ each, values, lastMs }) => (
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
              {figures.map((how, i) => (
                <td key={how} className={how === reduce ? "num strong" : "num"}>
                  {valueText(values[i]!, unit)}
                  {how === reduce && <LastAt ms={lastMs} data={data} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className="panel-more">{countOf(more, "more series", "more series")} not shown.</p>}
    </Scroller>
  );
}

function labelNames(series: readonly PanelSeries[]): string[] {
  const names = new Set(series.flatMap(({ labels }) => [...labels.keys()]));
  return [...names].sort((a, b) => (a === METRIC_NAME ? -1 : b === METRIC_NAME ? 1 : compareText(a, b)));
}

/** Rows by a label, or by a figure (of a step) where `by` begins with `#`; those without one come last either way. */
export function sortRows(
  series: readonly PanelSeries[],
  by: string,
  down: boolean,
  reduce: Reduce,
  step?: number,
): PanelSeries[] {
  const sign = down ? -1 : 1;
  if (!by.startsWith("#")) {
    return series.toSorted((a, b) => sign * compareText(a.labels.get(by) ?? "", b.labels.get(by) ?? ""));
  }
  const how = by === "#value" ? reduce : (by.slice(1) as Reduce);
  const value = new Map(series.map((each) => [each, reducedAt(each, how, step)]));
  return series.toSorted((a, b) => {
    const [left, right] = [value.get(a)!, value.get(b)!];
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return sign * (left === right ? 0 : left < right ? -1 : 1);
  });
}
