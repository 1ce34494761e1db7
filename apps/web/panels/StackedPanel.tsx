import { useMemo } from "react";
import { Chart } from "./Chart.tsx";
import { seriesColour, seriesPaint } from "./colours.ts";
import { describePanel } from "./describe.ts";
import { Legend } from "./Legend.tsx";
import { type PanelProps, stepAt } from "./panel-data.ts";
import { stackSeries } from "./stack.ts";
import { useLines } from "./use-lines.ts";

/** Areas on each other: what each series adds to the whole. */
export function StackedPanel({ options, data, momentMs, onMoment, onZoom }: PanelProps<"stacked">) {
  const { min, max, percent } = options;
  const { shown, legend, at, alone, setAlone, hidden } = useLines(data);
  const unit = percent ? "ratio" : options.unit;
  const drawn = useMemo(() => stackSeries(shown, percent), [shown, percent]);
  const said = useMemo(() => {
    if (!percent) return shown.map(({ values }) => values);
    return drawn.map((edge, i) => edge.map((value, step) => value - (i === 0 ? 0 : drawn[i - 1]![step]!)));
  }, [shown, drawn, percent]);
  const lines = shown.map(({ name }, i) => {
    const stroke = seriesPaint(at[i]!);
    return { name, stroke, fill: `${stroke}85` };
  });
  const top = max ?? (percent ? 1 : undefined);
  return (
    <div className="panel-chart">
      <Chart
        data={data}
        drawn={drawn}
        said={said}
        banded
        look={{ lines, unit, min, max: top, log: false, fromZero: true, fade: 0.6 }}
        lookKey={JSON.stringify([at, lines.map(({ name }) => name), unit, min, top])}
        colours={at.map(seriesColour)}
        label={describePanel(percent ? "Shares" : "Stacked areas", data, options.unit)}
        momentMs={momentMs}
        onMoment={onMoment}
        onZoom={onZoom}
      />
      <Legend
        lines={legend}
        unit={options.unit}
        step={stepAt(data, momentMs)}
        alone={alone}
        onAlone={setAlone}
        hidden={hidden}
      />
    </div>
  );
}
