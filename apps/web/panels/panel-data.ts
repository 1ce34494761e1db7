import type { ColumnSeries, KnownPanel, Unit } from "@mission-control/contracts";
import { silentAfter } from "../wall/silence.ts";

/** One series of a panel: its values are NaN where there is none. */
export interface PanelSeries extends ColumnSeries {
  /** What tells it from the others. */
  readonly name: string;
  /** Which of the panel's queries it answers, from 0. */
  readonly query: number;
  /** What its expression says its unit is, for panels in which queries differ. */
  readonly unit?: Unit;
}

/** What a panel draws: `values[i]` of each series is at `startMs + i * stepMs`. */
export interface PanelData {
  readonly startMs: number;
  readonly stepMs: number;
  readonly steps: number;
  readonly series: readonly PanelSeries[];
}

/** What of a panel of a kind says how it is drawn. */
export type PanelOptions<Kind extends KnownPanel["kind"]> = Omit<
  Extract<KnownPanel, { kind: Kind }>,
  "kind" | "id" | "title" | "description" | "place" | "queries"
>;

/** What every renderer of panels is given. */
export interface PanelProps<Kind extends KnownPanel["kind"]> {
  readonly options: PanelOptions<Kind>;
  readonly data: PanelData;
  /** The moment that is looked at, on the whole page. */
  readonly momentMs: number | undefined;
  readonly onMoment: (ms: number | undefined) => void;
  /** A stretch was drawn over the chart: it is to fill it. */
  readonly onZoom: (fromMs: number, toMs: number) => void;
}

/** The end of a step. */
export const timeAt = ({ startMs, stepMs }: PanelData, step: number): number => startMs + step * stepMs;

/** The step that is nearest to a moment; undefined where the moment is none of the range. */
export function stepAt(data: PanelData, ms: number | undefined): number | undefined {
  if (ms === undefined) return undefined;
  const step = Math.round((ms - data.startMs) / data.stepMs);
  return step >= 0 && step < data.steps ? step : undefined;
}

export type Reduce = "last" | "mean" | "min" | "max" | "sum";

/** The one value that stands for many; gaps do not count, and NaN is what only gaps give. */
export function reduceValues(values: ArrayLike<number>, how: Reduce): number {
  let [count, sum, min, max, last] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
    last = value;
  }
  if (count === 0) return Number.NaN;
  return { last, mean: sum / count, min, max, sum }[how];
}

/** A series' value at a step, or without one its last. */
export function shownValue(series: PanelSeries, step: number | undefined): number {
  return step === undefined ? reduceValues(series.values, "last") : (series.values[step] ?? Number.NaN);
}

/** What a series comes to at a step, of the values up to it; without one what it comes to on the whole range. */
export function reducedAt(series: PanelSeries, how: Reduce, step: number | undefined): number {
  return reduceValues(knownAt(series, step), how);
}

/** The values of a series up to a step, or all. */
export function knownAt({ values }: PanelSeries, step: number | undefined): Float64Array {
  return step === undefined ? values : values.subarray(0, step + 1);
}

/** When the value was that `reducedAt` gives as the last, where nothing came after it for long; else undefined. */
export function lastMsAt(
  data: PanelData,
  series: PanelSeries,
  how: Reduce,
  step: number | undefined,
): number | undefined {
  if (how !== "last") return undefined;
  const values = knownAt(series, step);
  const last = silentAfter((i) => values[i]!, values.length);
  return last === undefined ? undefined : timeAt(data, last);
}
