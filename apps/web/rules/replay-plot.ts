import type { Deploy, Replay, Unit } from "@mission-control/contracts";
import type uPlot from "uplot";
import { chartOptions } from "../panels/chart-options.ts";
import { seriesPaint, token } from "../panels/colours.ts";
import { valueRange } from "../panels/value-range.ts";
import { levelLines } from "./replay-words.ts";
import { type Between, unite } from "./unite.ts";

/** Bands over each other hide what lies below: so many series have one. */
const MOST_BANDS = 6;
/** Only so many have a colour of their own; the others are grey. */
const MOST_COLOURS = 10;

/** What of a chart changes without its plot being made anew. */
export interface Shown {
  readonly deploys: readonly Deploy[];
  readonly focused: { readonly alert: number } | undefined;
  readonly onMoment: (ms: number | undefined) => void;
}

/** The colour of a series of a replay, as CSS. */
export const replayColour = (series: number): string =>
  series < MOST_COLOURS ? `var(--series-${series + 1})` : "var(--faint)";

const paintOf = (series: number): string => (series < MOST_COLOURS ? seriesPaint(series) : token("--faint"));

const bandsOf = ({ chart }: Replay): number => Math.min(MOST_BANDS, chart.series.length);

/** Which of the plot's columns is the mean of a series. */
export const meanColumn = (replay: Replay, series: number): number => 1 + bandsOf(replay) * 2 + series;

/** The plot's columns: of the series with a band their most and least, then every mean. */
export function replayColumns(replay: Replay): uPlot.AlignedData {
  const { timesMs, series } = replay.chart;
  const ends = series.slice(0, bandsOf(replay)).flatMap(({ max, min }) => [max, min]);
  return [timesMs, ...ends, ...series.map(({ mean }) => mean)] as uPlot.AlignedData;
}

/** uPlot's options for a replay. */
export function replayOptions(of: {
  replay: Replay;
  width: number;
  height: number;
  shown: () => Shown;
}): uPlot.Options {
  const { replay, width, height, shown } = of;
  const { series, timesMs } = replay.chart;
  const bands = Array.from({ length: bandsOf(replay) }, (_, i) => ({
    series: [i * 2 + 1, i * 2 + 2] as [number, number],
    fill: `${paintOf(i)}33`,
  }));
  const ends = bands.flatMap(() => ["most", "least"].map((name) => ({ name, stroke: "transparent" })));
  const means = series.map((_each, i) => ({ name: String(i), stroke: paintOf(i) }));
  const options = chartOptions({
    look: {
      lines: [...ends, ...means],
      unit: replay.unit as Unit,
      min: undefined,
      max: undefined,
      log: false,
      fromZero: false,
      fade: 1,
    },
    width,
    height,
    span: () => [replay.fromMs, replay.toMs],
    bands,
    hooks: {
      drawClear: [(u) => shade(u, replay, shown())],
      draw: [(u) => drawLines(u, replay, shown())],
      setCursor: [
        (u) => {
          if (u.cursor.event == null) return;
          const index = u.cursor.idx;
          const isInside = u.cursor.left !== undefined && u.cursor.left >= 0 && index != null;
          shown().onMoment(isInside ? timesMs[index] : undefined);
        },
      ],
    },
  });
  for (const end of options.series.slice(1, ends.length + 1)) end.points = { show: false };
  const only = options.series.at(-1);
  // One line alone is an area: where there are several, one would hide another.
  if (series.length === 1 && only !== undefined) only.fill = (u) => fading(u, paintOf(0));
  const lines = levelLines(replay).map(({ value }) => value);
  const bg = token("--surface");
  return {
    ...options,
    padding: [14, 24, 0, 0],
    cursor: {
      drag: { x: false, y: false },
      focus: { prox: -1 },
      y: false,
      points: { size: 7, width: 2, fill: (_u, i) => (i <= ends.length ? "transparent" : bg) },
    },
    scales: {
      ...options.scales,
      y: {
        range: (_u, least, most) =>
          valueRange(
            { min: undefined, max: undefined, fromZero: false },
            Math.min(least ?? Number.POSITIVE_INFINITY, ...lines),
            Math.max(most ?? Number.NEGATIVE_INFINITY, ...lines),
          ),
      },
    },
  };
}

function fading(u: uPlot, paint: string): CanvasGradient | string {
  const { top, height } = u.bbox;
  if (height <= 0) return "transparent";
  const gradient = u.ctx.createLinearGradient(0, top, 0, top + height);
  gradient.addColorStop(0, `${paint}4d`);
  gradient.addColorStop(1, `${paint}00`);
  return gradient;
}

/** Shades when it is pending and when it fires; of one alert alone where one stands out. */
function shade(u: uPlot, { alerts }: Replay, { focused }: Shown): void {
  const of = focused === undefined ? alerts : alerts.slice(focused.alert, focused.alert + 1);
  const stretches = of.flatMap((alert) => alert.stretches);
  const { ctx, bbox } = u;
  ctx.save();
  const fill = (parts: readonly Between[], colour: string) => {
    ctx.fillStyle = colour;
    // What is narrower than a pixel is one wide, and no pixel is painted twice: it would look like more.
    let free = bbox.left;
    for (const { fromMs, toMs } of parts) {
      const from = Math.floor(u.valToPos(fromMs, "x", true));
      const to = Math.max(from + devicePixelRatio, Math.round(u.valToPos(toMs, "x", true)));
      const left = Math.max(free, from);
      const right = Math.min(bbox.left + bbox.width, to);
      if (right <= left) continue;
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
      free = right;
    }
  };
  fill(unite(stretches, "no-data", "error"), `${token("--faint")}26`);
  fill(unite(stretches, "pending"), `${token("--warn")}2b`);
  fill(unite(stretches, "firing", "recovering"), `${token("--bad")}30`);
  ctx.restore();
}

/** The levels with their words, and the deploys. */
function drawLines(u: uPlot, replay: Replay, { deploys }: Shown): void {
  const { ctx, bbox } = u;
  const px = devicePixelRatio;
  const right = bbox.left + bbox.width;
  ctx.save();
  ctx.lineWidth = px;
  ctx.strokeStyle = `${token("--accent")}99`;
  ctx.fillStyle = token("--accent");
  for (const { timeMs } of deploys) {
    const x = Math.round(u.valToPos(timeMs, "x", true)) + 0.5;
    if (x < bbox.left || x > right) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x - 4 * px, bbox.top);
    ctx.lineTo(x + 4 * px, bbox.top);
    ctx.lineTo(x, bbox.top + 6 * px);
    ctx.fill();
  }
  ctx.font = `500 ${11 * px}px 'Inter Variable', system-ui, sans-serif`;
  ctx.textAlign = "right";
  const taken: number[] = [];
  for (const { value, words, kind } of levelLines(replay)) {
    const y = Math.round(u.valToPos(value, "y", true)) + 0.5;
    const colour = token(kind === "fires" ? "--bad" : "--ok");
    ctx.strokeStyle = colour;
    ctx.setLineDash(kind === "fires" ? [5 * px, 4 * px] : [2 * px, 4 * px]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(right, y);
    ctx.stroke();
    // Words of lines that lie close stand on their other side.
    const isAbove = !taken.some((other) => other < y && y - other < 18 * px);
    const at = isAbove && !taken.some((other) => other > y && other - y < 4 * px) ? y - 6 * px : y + 14 * px;
    taken.push(y);
    const { width } = ctx.measureText(words);
    ctx.fillStyle = `${token("--surface")}cc`;
    ctx.fillRect(right - width - 12 * px, at - 11 * px, width + 8 * px, 15 * px);
    ctx.fillStyle = colour;
    ctx.fillText(words, right - 8 * px, at);
  }
  ctx.restore();
}
