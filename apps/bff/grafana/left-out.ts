import type { DashboardPanel } from "./shape.ts";

/** In words what of a panel's look and ways has no like here, a line each. */
export function* leftOutOf(panel: DashboardPanel): Generator<string> {
  const { fieldConfig, options, transformations = [] } = panel;
  const old = options?.fieldOptions;
  const made = transformations.flatMap(({ id }) => (id === undefined ? [] : [id.slice(0, 40)]));
  if (made.length > 0) {
    yield `transformations (${[...new Set(made)].join(", ")}) are left out: it shows what its queries answer`;
  }
  const overrides = (fieldConfig?.overrides?.length ?? 0) + (panel.seriesOverrides?.length ?? 0);
  if (overrides > 0) yield `overrides of single series are left out: ${overrides}`;
  const colours = Object.keys(panel.aliasColors ?? {}).length;
  if (colours > 0) yield `colours of single series are left out: ${colours}`;
  const columns = panel.type.startsWith("table") ? (panel.styles?.length ?? 0) : 0;
  if (columns > 0) yield `looks of columns are left out: ${columns}`;
  const mapped = [
    fieldConfig?.defaults?.mappings,
    old?.mappings,
    old?.defaults?.mappings,
    panel.valueMaps,
    panel.rangeMaps,
  ];
  // Grafana wrote one of nothing into every panel of that kind.
  const isMapped = mapped.some((each) => (each?.length ?? 0) > 0) && !isOwnDefault(panel);
  if (isMapped) yield "words and colours for single values are left out: the values are shown";
  if (options?.reduceOptions?.values === true || old?.values === true) {
    yield "it shows every value in Grafana; here one of each series";
  }
  const field = options?.reduceOptions?.fields ?? "";
  if (/^\/\^.*\$\/$/.test(field) && !/^\/\^Value/.test(field))
    yield "it shows a label in Grafana; here the value";
  if (["name", "none"].includes(options?.textMode ?? ""))
    yield "it shows names only in Grafana; here values too";
  const around = [panel.prefix, panel.postfix].filter((each) => each !== undefined && each.trim() !== "");
  if (around.length > 0) yield "what is written before and after its value is left out";
  if (panel.alert !== undefined) yield "its alert rule is left out";
  const lines = fieldConfig?.defaults?.custom?.thresholdsStyle?.mode ?? "off";
  const isMarked = lines !== "off" || (Array.isArray(panel.thresholds) && panel.thresholds.length > 0);
  if (isMarked) yield "thresholds drawn over the chart are left out";
  if (panel.timeFrom)
    yield `it has a range of its own in Grafana (${panel.timeFrom.slice(0, 40)}); here the page's`;
  if (panel.timeShift) yield `it is shifted by ${panel.timeShift.slice(0, 40)} in Grafana; here it is not`;
}

/** Old single numbers had "null is N/A" from the start, which is what a dash says here. */
function isOwnDefault({ valueMaps = [], rangeMaps = [], fieldConfig, options }: DashboardPanel): boolean {
  const others = [
    fieldConfig?.defaults?.mappings,
    options?.fieldOptions?.mappings,
    options?.fieldOptions?.defaults?.mappings,
  ];
  if (others.some((each) => (each?.length ?? 0) > 0)) return false;
  const isNull = (each: unknown, keys: readonly string[]) =>
    keys.every((key) => (each as Record<string, unknown> | null)?.[key] === "null");
  return (
    valueMaps.every((each) => isNull(each, ["value"])) &&
    rangeMaps.every((each) => isNull(each, ["from", "to"]))
  );
}
