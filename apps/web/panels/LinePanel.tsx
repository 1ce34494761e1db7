import { useMemo } from "react";
import { Chart } from "./Chart.tsx";
import { seriesColour, seriesPaint } from "./colours.ts";
import { describePanel } from "./describe.ts";
import { Legend } from "./Legend.tsx";
import { type PanelProps, stepAt } from "./panel-data.ts";
import { useLines } from "./use-lines.ts";

/** More areas over each other would hide what lies below. */
const MAX_FILLED = 12;

/** A line for each series. */
export function LinePanel({ options, data, momentMs, onMoment, onZoom }: PanelProps<"line">) {
  const { unit, min, max, fill, log } = options;
  const { shown, legend, at, alone, setAlone, hidden } = useLines(data);
  const drawn = useMemo(() => shown.map(({ values }) => values), [shown]);
  const lines = shown.map(({ name }, i) => {
    const stroke = seriesPaint(at[i]!);
    return { name, stroke, fill: fill && shown.length <= MAX_FILLED ? `${stroke}2b` : undefined };
  });
  const look = { lines, unit, min, max, log, fromZero: fill, fade: 0.2 };
  return (
    <div className="panel-chart">
      <Chart
        data={data}
        drawn={drawn}
        look={look}
        lookKey={JSON.stringify([at, lines.map(({ name }) => name), unit, min, max, log, fill])}
        colours={at.map(seriesColour)}
        label={describePanel("Lines", data, unit)}
        momentMs={momentMs}
        onMoment={onMoment}
        onZoom={onZoom}
      />
      <Legend
        lines={legend}
        unit={unit}
        step={stepAt(data, momentMs)}
        alone={alone}
        onAlone={setAlone}
        hidden={hidden}
      />
    </div>
  );
}
