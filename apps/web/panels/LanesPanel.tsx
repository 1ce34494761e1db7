import { labelsKey } from "@mission-control/series";
import {
  type Context,
  createContext,
  createHorizon,
  createMetric,
  describeReader,
  type Horizon,
} from "cubism-es";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useServices } from "../data/services.ts";
import { countOf } from "../format/text.ts";
import { formatValue, unitLabel, valueText } from "../format/value.ts";
import { useTheme } from "../style/theme.ts";
import { gapOf, rampsOf } from "../wall/ramps-of.ts";
import { useLanePx } from "../wall/use-lane-px.ts";
import { Brush } from "./HeatmapPanel.tsx";
import {
  type PanelData,
  type PanelOptions,
  type PanelProps,
  type PanelSeries,
  shownValue,
  stepAt,
} from "./panel-data.ts";
import { rankSeries } from "./rank.ts";
import { TimeAxis } from "./TimeAxis.tsx";
import { useSize } from "./use-size.ts";
import { useTimePointer } from "./use-time-pointer.ts";

/** Horizon rows as the wall has them, one for each label set. */
export function LanesPanel({ options, data, momentMs, onMoment, onZoom }: PanelProps<"lanes">) {
  const { clock } = useServices();
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const ranked = useMemo(() => rankSeries(data.series, options.sort), [data.series, options.sort]);
  const shown = ranked.slice(0, options.rows);
  const context = useContext(data, width, clock);
  const pointer = useTimePointer({ data, momentMs, onMoment, onZoom });
  const step = stepAt(data, momentMs);
  return (
    <div className="lanes-panel">
      <TimeAxis data={data} widthPx={width} />
      {/* biome-ignore lint/a11y/useSemanticElements: a chart with keys of its own is no fieldset */}
      <div
        ref={box}
        className="lanes-panel-rows"
        role="group"
        aria-roledescription="chart"
        aria-label={countOf(shown.length, "lane")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the moment
        tabIndex={0}
        data-testid="chart"
        {...pointer.on}
      >
        <ul>
          {context !== undefined &&
            shown.map((series) => (
              <Row
                key={`${series.query} ${labelsKey(series.labels)}`}
                context={context}
                data={data}
                series={series}
                options={options}
                step={step}
              />
            ))}
        </ul>
        {pointer.stretch !== undefined && <Brush {...pointer.stretch} />}
        {step !== undefined && (
          <i className="moment-line" style={{ left: `${((step + 0.5) / data.steps) * 100}%` }} />
        )}
      </div>
      {ranked.length > shown.length && (
        <p className="panel-more">{countOf(ranked.length - shown.length, "more lane")} not shown.</p>
      )}
    </div>
  );
}

/** The clock and width of the rows, laid on the data's own grid. */
function useContext(data: PanelData, width: number, clock: ReturnType<typeof useServices>["clock"]) {
  const [context, setContext] = useState<Context>();
  const { stepMs, steps, startMs } = data;
  const isLaid = width > 0 && steps > 0;
  useEffect(() => {
    if (!isLaid) return;
    const made = createContext({ clock, step: stepMs, size: 0, columnPx: 1 });
    const stop = made.start();
    setContext(made);
    return stop;
  }, [clock, stepMs, isLaid]);
  // Before the rows load their values, which outside of the window are passed over.
  useLayoutEffect(() => {
    context?.configure({ size: steps, columnPx: 1, endMs: startMs + (steps - 1) * stepMs });
  }, [context, steps, startMs, stepMs]);
  return context;
}

function Row(props: {
  context: Context;
  data: PanelData;
  series: PanelSeries;
  options: PanelOptions<"lanes">;
  step: number | undefined;
}) {
  const { context, data, series, options, step } = props;
  const { unit, ramp, min, max } = options;
  const theme = useTheme();
  const lanePx = useLanePx();
  const canvas = useRef<HTMLCanvasElement>(null);
  const horizon = useRef<Horizon>(undefined);
  const metric = useMemo(() => createMetric(context), [context]);
  const [words, setWords] = useState("");

  useEffect(() => {
    const made = createHorizon({
      context,
      canvas: canvas.current!,
      metric,
      height: lanePx,
      ramp: rampsOf(theme)[ramp],
      gap: gapOf(theme),
      extent: { min, max },
    });
    horizon.current = made;
    made.setVisible(true);
    return made.destroy;
  }, [context, metric, lanePx, theme, ramp, min, max]);

  useEffect(() => {
    metric.clear();
    metric.load(data.startMs, series.values);
    setWords(describeReader(metric, (at) => valueText(at, unit)));
  }, [metric, series, data.startMs, unit]);

  const { number, unit: behind } = formatValue(shownValue(series, step), unit);
  return (
    <li className="lane" data-testid="lane">
      <canvas ref={canvas} role="img" aria-label={`${series.name}: ${words}`} />
      <span className="lane-name">
        <span className="lane-title">{series.name}</span>
        <span className="lane-unit">{unitLabel(unit)}</span>
      </span>
      <span className="lane-value">
        <b>{number}</b>
        <small>{behind}</small>
      </span>
    </li>
  );
}
