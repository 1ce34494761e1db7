import type { Unit } from "@mission-control/contracts";
import type { AxisTick } from "cubism-es/axis";
import type uPlot from "uplot";
import { valueText } from "../format/value.ts";
import { zonedTicks } from "../format/zoned-axis.ts";
import { token } from "./colours.ts";
import { valueRange } from "./value-range.ts";

/** How one series of a chart is drawn; `fill` is the paint below it. */
export interface ChartLine {
  readonly name: string;
  readonly stroke: string;
  readonly fill?: string | undefined;
}

/** What a chart's plot is made of; another one makes it anew. */
export interface ChartLook {
  readonly lines: readonly ChartLine[];
  readonly unit: Unit;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly log: boolean;
  /** Whether the scale begins at nothing, as what is filled has to. */
  readonly fromZero: boolean;
  /** How much of the others is left while the pointer is near one, from 0 to 1. */
  readonly fade: number;
}

const FONT = "11px 'Inter Variable', system-ui, sans-serif";
const TICK_GAP_PX = 84;

/** The ticks of a chart's time, as the lanes have them: as many as its width allows. */
function timeTicks(plot: uPlot, fromMs: number, toMs: number): AxisTick[] {
  const widthPx = plot.bbox.width > 0 ? plot.bbox.width / devicePixelRatio : plot.width;
  const context = { startMs: fromMs, endMs: toMs, step: (toMs - fromMs) / widthPx, columnPx: 1 };
  return zonedTicks(context, widthPx, { minGapPx: TICK_GAP_PX });
}

/** uPlot's options for a look. Times are milliseconds. */
export function chartOptions(options: {
  look: ChartLook;
  width: number;
  height: number;
  span: () => [number, number];
  bands?: uPlot.Band[];
  hooks: uPlot.Hooks.Arrays;
}): uPlot.Options {
  const { look, width, height, span, hooks } = options;
  const [line, faint] = [token("--line"), token("--muted")];
  const axis = { stroke: faint, font: FONT, ticks: { show: false }, grid: { stroke: line, width: 1 } };
  return {
    width,
    height,
    ms: 1,
    pxAlign: 1,
    padding: [10, 14, 0, 0],
    legend: { show: false },
    focus: { alpha: look.fade },
    cursor: {
      drag: { x: true, y: false, setScale: false },
      focus: { prox: look.lines.length > 1 ? 24 : -1 },
      points: { size: 7, width: 2, fill: token("--bg") },
      y: false,
    },
    scales: {
      x: { time: true, range: span },
      y: look.log
        ? { distr: 3 }
        : { range: (_plot, least, most) => valueRange(look, least ?? Number.NaN, most ?? Number.NaN) },
    },
    axes: [
      {
        ...axis,
        size: 30,
        gap: 8,
        space: TICK_GAP_PX,
        splits: (plot, _axis, fromMs, toMs) => timeTicks(plot, fromMs, toMs).map(({ timeMs }) => timeMs),
        values: (plot, splits) => {
          const { min = 0, max = 0 } = plot.scales.x ?? {};
          const labels = new Map(timeTicks(plot, min, max).map(({ timeMs, label }) => [timeMs, label]));
          return splits.map((ms) => labels.get(ms) ?? "");
        },
      },
      {
        ...axis,
        gap: 8,
        space: 40,
        values: (_plot, splits) => splits.map((value) => (value === null ? "" : valueText(value, look.unit))),
        size: (_plot, texts) => 18 + Math.max(3, ...(texts ?? []).map((text) => text?.length ?? 0)) * 6.2,
      },
    ],
    series: [
      {},
      ...look.lines.map(({ name, stroke, fill }) => ({
        label: name,
        stroke,
        // Where there are many, thin lines are told apart better.
        width: look.lines.length > 12 ? 1 : 1.5,
        ...(fill !== undefined && { fill }),
        points: { size: 4, fill: stroke },
      })),
    ],
    ...(options.bands !== undefined && { bands: options.bands }),
    hooks,
  };
}
