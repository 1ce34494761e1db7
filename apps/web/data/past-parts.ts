import type { ColumnSeries, Columns } from "@mission-control/contracts";
import { floorToStep, labelsKey } from "@mission-control/series";
import type { KeptPast } from "./past-store.ts";

/** A stretch of the past on the grid of a step, both ends included. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** From where on a stretch has to be asked for when `kept` is there: the whole where it does not help. */
export function missingFrom(kept: KeptPast | undefined, { startMs, endMs, stepMs }: Stretch): number {
  if (kept === undefined || kept.startMs > startMs || kept.endMs < startMs) return startMs;
  if ((startMs - kept.startMs) % stepMs !== 0) return startMs;
  // The last step is always asked for: with it the server says whether what is kept still holds.
  return Math.min(kept.endMs + stepMs, endMs);
}

/** The whole stretch: what was kept up to `fresh`, and `fresh`. */
export function joinParts(
  kept: KeptPast,
  fresh: Columns,
  { startMs, endMs, stepMs }: Stretch,
): ColumnSeries[] {
  const steps = Math.round((endMs - startMs) / stepMs) + 1;
  const keptSteps = Math.round((fresh.startMs - startMs) / stepMs);
  const skipped = Math.round((startMs - kept.startMs) / stepMs);
  const joined = new Map<string, ColumnSeries>();
  const columnOf = (labels: ColumnSeries["labels"]) => {
    const key = labelsKey(labels);
    const known = joined.get(key) ?? { labels, values: new Float64Array(steps).fill(Number.NaN) };
    joined.set(key, known);
    return known.values;
  };
  for (const { labels, values } of kept.series)
    columnOf(new Map(labels)).set(values.subarray(skipped, skipped + keptSteps));
  for (const { labels, values } of fresh.series)
    columnOf(labels).set(values.subarray(0, steps - keptSteps), keptSteps);
  return [...joined.values()].filter(({ values }) => values.some((value) => !Number.isNaN(value)));
}

/** The part of an answer that will not change, or undefined where there is none. */
export function finalPart(
  series: readonly ColumnSeries[],
  { startMs, endMs, stepMs }: Stretch,
  { finalMs, generation }: Pick<Columns, "finalMs" | "generation">,
): KeptPast | undefined {
  const lastMs = Math.min(endMs, startMs + floorToStep(finalMs - startMs, stepMs));
  const steps = Math.round((lastMs - startMs) / stepMs) + 1;
  if (steps <= 0) return undefined;
  return {
    generation,
    startMs,
    endMs: lastMs,
    series: series.map(({ labels, values }) => ({ labels: [...labels], values: values.slice(0, steps) })),
  };
}
