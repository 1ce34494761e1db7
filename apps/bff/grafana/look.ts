import type { DashboardPanel } from "./shape.ts";
import { type CarriedThresholds, carryThresholds, type ThresholdStep } from "./thresholds.ts";
import { type CarriedUnit, carryUnit, inUnit, plainUnit } from "./unit.ts";

/** What of a panel's look is the same for many kinds. */
export interface Look {
  readonly unit: CarriedUnit;
  readonly min?: number;
  readonly max?: number;
  readonly notes: readonly string[];
}

/** The unit and the ends of a panel's values, wherever its schema version has them. */
export function lookOf(panel: DashboardPanel): Look {
  const { fieldConfig, options, yaxes, gauge } = panel;
  const defaults = fieldConfig?.defaults;
  const old = options?.fieldOptions?.defaults;
  const [axis] = yaxes ?? [];
  const ownAxis = panel.type === "heatmap" ? { ...panel.yAxis, ...options?.yAxis } : axis;
  const name =
    (panel.type === "heatmap" ? (options?.yAxis?.unit ?? panel.yAxis?.format) : undefined) ??
    defaults?.unit ??
    axis?.format ??
    old?.unit ??
    panel.format ??
    panel.unit ??
    "";
  const unit = carryUnit(name);
  const notes =
    unit === undefined ? [`its unit “${name.slice(0, 40)}” is not known here: plain numbers are shown`] : [];
  if (/bits$|^(bin)?bps$/.test(name) && unit !== undefined) notes.push("bits are shown as bytes");
  const own = unit ?? plainUnit;
  const isGauge = gauge?.show === true;
  const min = defaults?.min ?? ownAxis?.min ?? old?.min ?? (isGauge ? gauge.minValue : undefined);
  const max = defaults?.max ?? ownAxis?.max ?? old?.max ?? (isGauge ? gauge.maxValue : undefined);
  return {
    unit: own,
    ...(min !== undefined && { min: inUnit(min, own) }),
    ...(max !== undefined && { max: inUnit(max, own) }),
    notes,
  };
}

/** From where on values are doubtful and bad, with a word where that cannot be said here. */
export function thresholdsOf(
  panel: DashboardPanel,
  unit: CarriedUnit,
): CarriedThresholds & { notes: readonly string[] } {
  const steps = stepsOf(panel);
  if (steps === undefined) return { notes: [] };
  const carried = steps === "percentage" ? undefined : carryThresholds(steps);
  if (carried === undefined) {
    const why = steps === "percentage" ? "are parts of a whole" : "neither rise nor fall from well to bad";
    return { notes: [`its thresholds ${why} and are left out`] };
  }
  const { warnAt, badAt } = carried;
  return {
    ...(warnAt !== undefined && { warnAt: inUnit(warnAt, unit) }),
    ...(badAt !== undefined && { badAt: inUnit(badAt, unit) }),
    notes: [],
  };
}

/** The coloured steps of a panel; undefined where it has none, or shows no colour. */
function stepsOf(panel: DashboardPanel): readonly ThresholdStep[] | "percentage" | undefined {
  const { fieldConfig, options } = panel;
  if (options?.colorMode === "none") return undefined;
  const { min, max, thresholds } = { ...options?.fieldOptions?.defaults, ...fieldConfig?.defaults };
  if (thresholds?.steps !== undefined) {
    if (thresholds.mode !== "percentage") return thresholds.steps;
    if (min === undefined || max === undefined) return thresholds.steps.length > 1 ? "percentage" : undefined;
    return thresholds.steps.map(({ value, color }) => ({
      color,
      ...(value !== undefined && { value: min + ((max - min) * value) / 100 }),
    }));
  }
  const old = options?.fieldOptions?.thresholds;
  if (old !== undefined) return old.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0));
  if (typeof panel.thresholds !== "string" || panel.thresholds.trim() === "") return undefined;
  const isColoured =
    panel.colorValue === true || panel.colorBackground === true || panel.gauge?.show === true;
  if (!isColoured) return undefined;
  const values = panel.thresholds.split(",").map(Number).filter(Number.isFinite);
  return [undefined, ...values].map((value, i) => ({ value, color: panel.colors?.[i] }));
}

const reductions = new Map([
  ...["last", "lastNotNull", "current"].map((name) => [name, "last"] as const),
  ...["mean", "avg"].map((name) => [name, "mean"] as const),
  ...["sum", "total"].map((name) => [name, "sum"] as const),
  ["min", "min"] as const,
  ["max", "max"] as const,
]);

/** How the values of a series become one, with a word where Grafana's way is none of ours. */
export function reduceOf(panel: DashboardPanel): {
  reduce: "last" | "mean" | "min" | "max" | "sum";
  notes: string[];
} {
  const { options, valueName, type } = panel;
  const calcs = options?.reduceOptions?.calcs ?? options?.fieldOptions?.calcs;
  const inRow = type === "graph" && panel.xaxis?.mode === "series" ? panel.xaxis.values?.[0] : undefined;
  const name = calcs?.[0] ?? valueName ?? inRow ?? (type === "singlestat" ? "avg" : "last");
  const reduce = reductions.get(name);
  if (reduce !== undefined) return { reduce, notes: [] };
  return {
    reduce: "last",
    notes: [`it shows “${name.slice(0, 40)}” of its values in Grafana; here the last one`],
  };
}
