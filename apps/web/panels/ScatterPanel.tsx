import type { Unit } from "@mission-control/contracts";
import { useEffect, useMemo, useRef } from "react";
import { countOf } from "../format/text.ts";
import { valueText } from "../format/value.ts";
import { useTheme } from "../style/theme.ts";
import { seriesColour, seriesPaint, token } from "./colours.ts";
import { type PanelProps, reduceValues, stepAt, timeAt } from "./panel-data.ts";
import { Readout } from "./Readout.tsx";
import { correlation, joinPoints, type PointCloud } from "./scatter-points.ts";
import { useSize } from "./use-size.ts";
import { moveByKey } from "./use-time-pointer.ts";
import { valueRange } from "./value-range.ts";

const MAX_CLOUDS = 60;
const NEAR_PX = 24;
const EDGE = { left: 64, right: 14, top: 10, bottom: 34 } as const;

/** One expression against another: a point for each step, the newest strong; the second query goes upwards. */
export function ScatterPanel({ options, data, momentMs, onMoment }: PanelProps<"scatter">) {
  const [xUnit, yUnit] = [0, 1].map((query) =>
    options.unit !== "none"
      ? options.unit
      : (data.series.find((each) => each.query === query)?.unit ?? "none"),
  ) as [Unit, Unit];
  const theme = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(box);
  const all = useMemo(() => joinPoints(data), [data]);
  const clouds = useMemo(() => all.slice(0, MAX_CLOUDS), [all]);
  const plane = useMemo(() => planeOf(clouds, width, height), [clouds, width, height]);
  const step = stepAt(data, momentMs);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    if (canvas.current !== null && width > 0) paint(canvas.current, clouds, plane, width, height, step);
  }, [clouds, plane, width, height, step, theme]);

  const joined = clouds.length === 1 ? correlation(clouds[0]!) : Number.NaN;
  const words = [
    `Scatter of ${countOf(clouds.length, "label set")}`,
    ...clouds.slice(0, 8).map(({ name, xs, ys }) => {
      const [x, y] = [valueText(reduceValues(xs, "last"), xUnit), valueText(reduceValues(ys, "last"), yUnit)];
      return `${name === "" ? "last" : name}: ${x} to the right, ${y} upwards`;
    }),
  ];
  const lines = step === undefined ? [] : clouds.map((cloud, i) => ({ cloud, colour: seriesColour(i) }));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart with keys of its own is no fieldset
    <div
      ref={box}
      className="scatter"
      role="group"
      aria-roledescription="chart"
      aria-label={`${words.join(". ")}.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the moment
      tabIndex={0}
      data-testid="chart"
      onPointerMove={(event) => {
        const { left, top } = event.currentTarget.getBoundingClientRect();
        const near = nearest(clouds, plane, event.clientX - left, event.clientY - top);
        onMoment(near === undefined ? undefined : timeAt(data, near));
      }}
      onPointerLeave={() => onMoment(undefined)}
      onKeyDown={(event) => moveByKey(event, data, momentMs, onMoment)}
    >
      <canvas ref={canvas} aria-hidden />
      {plane.xTicks.map((value) => (
        <span key={`x${value}`} className="scatter-x" style={{ left: plane.x(value) }} aria-hidden>
          {valueText(value, xUnit)}
        </span>
      ))}
      {plane.yTicks.map((value) => (
        <span key={`y${value}`} className="scatter-y" style={{ top: plane.y(value) }} aria-hidden>
          {valueText(value, yUnit)}
        </span>
      ))}
      {!Number.isNaN(joined) && (
        <p className="scatter-words">
          correlation <b>{joined.toFixed(2)}</b>
        </p>
      )}
      {clouds.length === 0 && (
        <p className="panel-words">
          No label set is in both expressions. Sum both by the same labels, as in{" "}
          <code>sum by (instance) (…)</code>.
        </p>
      )}
      {step !== undefined && (
        <Readout
          data={data}
          step={step}
          part={0.98}
          unit={xUnit}
          lines={lines.flatMap(({ cloud, colour }) => [
            { name: cloud.sides[0], value: cloud.xs[step]!, colour },
            { name: cloud.sides[1], value: cloud.ys[step]!, colour, unit: yUnit },
          ])}
        />
      )}
    </div>
  );
}

type Plane = ReturnType<typeof planeOf>;

/** Where values lie in the panel, in CSS pixels. */
function planeOf(clouds: readonly PointCloud[], width: number, height: number) {
  const axis = (of: (cloud: PointCloud) => Float64Array, from: number, to: number) => {
    const ends = clouds.flatMap((cloud) => [reduceValues(of(cloud), "min"), reduceValues(of(cloud), "max")]);
    const known = ends.filter(Number.isFinite);
    const [low, high] = valueRange(
      { min: undefined, max: undefined, fromZero: false },
      Math.min(...known),
      Math.max(...known),
    );
    return {
      ticks: ticksOf(low, high, Math.abs(to - from) / 90),
      place: (value: number) => from + ((value - low) / (high - low)) * (to - from),
    };
  };
  const x = axis(({ xs }) => xs, EDGE.left, width - EDGE.right);
  const y = axis(({ ys }) => ys, height - EDGE.bottom, EDGE.top);
  return { x: x.place, y: y.place, xTicks: x.ticks, yTicks: y.ticks };
}

/** Round values between two, about so many. */
export function ticksOf(low: number, high: number, count: number): number[] {
  const raw = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const by = ([1, 2, 5, 10].find((each) => each * power >= raw) ?? 10) * power;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / by); i * by <= high && ticks.length < 50; i++) ticks.push(i * by);
  return ticks;
}

function nearest(clouds: readonly PointCloud[], plane: Plane, x: number, y: number): number | undefined {
  let [least, found] = [NEAR_PX ** 2, undefined as number | undefined];
  for (const { xs, ys } of clouds) {
    for (let i = 0; i < xs.length; i++) {
      const distance = (plane.x(xs[i]!) - x) ** 2 + (plane.y(ys[i]!) - y) ** 2;
      if (distance < least) [least, found] = [distance, i];
    }
  }
  return found;
}

function paint(
  canvas: HTMLCanvasElement,
  clouds: readonly PointCloud[],
  plane: Plane,
  width: number,
  height: number,
  step: number | undefined,
): void {
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const target = canvas.getContext("2d");
  if (target === null) return;
  target.scale(ratio, ratio);
  target.strokeStyle = token("--line");
  target.beginPath();
  for (const value of plane.xTicks)
    line(target, plane.x(value), EDGE.top, plane.x(value), height - EDGE.bottom);
  for (const value of plane.yTicks)
    line(target, EDGE.left, plane.y(value), width - EDGE.right, plane.y(value));
  target.stroke();
  for (const [i, { xs, ys }] of clouds.entries()) {
    target.fillStyle = seriesPaint(i);
    let last: number | undefined;
    for (let at = 0; at < xs.length; at++) {
      if (!Number.isFinite(xs[at]) || !Number.isFinite(ys[at])) continue;
      // The older, the fainter.
      target.globalAlpha = 0.12 + 0.4 * (at / xs.length);
      dot(target, plane.x(xs[at]!), plane.y(ys[at]!), 3);
      last = at;
    }
    target.globalAlpha = 1;
    const strong = step ?? last;
    if (strong === undefined || !Number.isFinite(xs[strong]) || !Number.isFinite(ys[strong])) continue;
    target.strokeStyle = token("--text");
    target.lineWidth = 1.5;
    dot(target, plane.x(xs[strong]!), plane.y(ys[strong]!), 5);
    target.stroke();
  }
}

function line(target: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  target.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
  target.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
}

function dot(target: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  target.beginPath();
  target.arc(x, y, radius, 0, 2 * Math.PI);
  target.fill();
}
