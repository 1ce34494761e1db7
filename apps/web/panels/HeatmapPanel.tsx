import type { Unit } from "@mission-control/contracts";
import { useEffect, useMemo, useRef } from "react";
import { valueText } from "../format/value.ts";
import { useTheme } from "../style/theme.ts";
import { type HeatRow, heatRows } from "./buckets.ts";
import { heatScale } from "./colours.ts";
import { describePanel } from "./describe.ts";
import { type PanelProps, stepAt } from "./panel-data.ts";
import { Readout } from "./Readout.tsx";
import { TimeAxis } from "./TimeAxis.tsx";
import { useSize } from "./use-size.ts";
import { useTimePointer } from "./use-time-pointer.ts";

/** Room for the name of a row, px. */
const NAME_PX = 15;

/** How much there is, by time and bucket, or by time and series: the more, the brighter. */
export function HeatmapPanel({ options, data, momentMs, onMoment, onZoom }: PanelProps<"heatmap">) {
  const { unit } = options;
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(plot);
  const rows = useMemo(() => heatRows(data.series), [data.series]);
  const isHistogram = rows.some(({ upTo }) => upTo !== undefined);
  const [least, most] = useMemo(() => extentOf(rows, isHistogram), [rows, isHistogram]);
  const scale = useMemo(() => heatScale(theme, isHistogram ? "teal" : "blue"), [theme, isHistogram]);
  // What is counted in a bucket has the unit of a rate; the bucket's edge has the one that was chosen.
  const cellUnit = isHistogram ? "per_second" : unit;
  const nameOf = (row: HeatRow) =>
    row.upTo === undefined || !Number.isFinite(row.upTo) ? row.name : `≤ ${valueText(row.upTo, unit)}`;

  useEffect(() => {
    if (canvas.current !== null)
      paint(canvas.current, rows, data.steps, (value) => scale(part(value, least, most)));
  }, [rows, data.steps, scale, least, most]);

  const pointer = useTimePointer({ data, momentMs, onMoment, onZoom });
  const step = stepAt(data, momentMs);
  const every = Math.max(1, Math.ceil((rows.length * NAME_PX) / Math.max(NAME_PX, height)));
  return (
    <div className="heatmap">
      <div className="heatmap-names" aria-hidden>
        {rows.map((row, i) => (
          <span key={row.name}>{i % every === 0 ? nameOf(row) : ""}</span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a chart with keys of its own is no fieldset */}
      <div
        ref={plot}
        className="heatmap-plot"
        role="group"
        aria-roledescription="chart"
        aria-label={describePanel("Heat map", data, cellUnit)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the moment
        tabIndex={0}
        data-testid="chart"
        {...pointer.on}
      >
        <canvas ref={canvas} aria-hidden />
        {pointer.stretch !== undefined && <Brush {...pointer.stretch} />}
        {step !== undefined && (
          <>
            <i className="moment-line" style={{ left: `${((step + 0.5) / data.steps) * 100}%` }} />
            <Readout
              data={data}
              step={step}
              part={(step + 0.5) / data.steps}
              unit={cellUnit}
              lines={rows.map((row) => ({
                name: nameOf(row),
                value: row.values[step]!,
                colour: `rgb(${scale(part(row.values[step]!, least, most)).join(" ")})`,
              }))}
            />
          </>
        )}
      </div>
      <TimeAxis data={data} widthPx={width} />
      <Scale least={least} most={most} unit={cellUnit} colourAt={scale} />
    </div>
  );
}

/** The stretch that is being drawn over a chart. */
export function Brush({ from, to }: { from: number; to: number }) {
  return (
    <i
      className="brush"
      style={{ left: `${Math.min(from, to) * 100}%`, width: `${Math.abs(to - from) * 100}%` }}
    />
  );
}

function Scale(props: {
  least: number;
  most: number;
  unit: Unit;
  colourAt: (part: number) => readonly [number, number, number];
}) {
  const { least, most, unit, colourAt } = props;
  const stops = Array.from({ length: 24 }, (_, i) => i / 23);
  return (
    <div className="heatmap-scale">
      <span>{valueText(least, unit)}</span>
      <div aria-hidden>
        {stops.map((at) => (
          <i key={at} style={{ background: `rgb(${colourAt(at).join(" ")})` }} />
        ))}
      </div>
      <span>{valueText(most, unit)}</span>
    </div>
  );
}

/** Few large values would leave all else dark, so half of the colours are for the lowest quarter. */
function part(value: number, least: number, most: number): number {
  return most > least ? Math.sqrt((value - least) / (most - least)) : 0.5;
}

function extentOf(rows: readonly HeatRow[], fromZero: boolean): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of rows) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  if (most < least) return [0, 0];
  return [fromZero || least > 0 ? Math.min(0, least) : least, most];
}

/** A pixel for each step and row, stretched without smoothing; a gap stays clear. */
function paint(
  canvas: HTMLCanvasElement,
  rows: readonly HeatRow[],
  steps: number,
  colourOf: (value: number) => readonly [number, number, number],
): void {
  canvas.width = steps;
  canvas.height = rows.length;
  const target = canvas.getContext("2d");
  if (target === null || steps === 0 || rows.length === 0) return;
  const image = target.createImageData(steps, rows.length);
  for (let row = 0; row < rows.length; row++) {
    const { values } = rows[rows.length - 1 - row]!;
    for (let step = 0; step < steps; step++) {
      const value = values[step]!;
      if (!Number.isFinite(value)) continue;
      const at = (row * steps + step) * 4;
      const [red, green, blue] = colourOf(value);
      image.data.set([red, green, blue, 255], at);
    }
  }
  target.putImageData(image, 0, 0);
}
