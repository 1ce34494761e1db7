import type { knownPanelSchema } from "@mission-control/contracts";
import type { z } from "zod";
import { type Look, reduceOf, thresholdsOf } from "./look.ts";
import type { DashboardPanel } from "./shape.ts";

type Given = z.input<typeof knownPanelSchema>;
type Drawn = Extract<Given, { queries: unknown }>;
type WithoutCommon<T> = T extends unknown
  ? Omit<T, "id" | "title" | "description" | "place" | "queries" | "unit" | "min" | "max">
  : never;

/** What of our panel its kind says. */
export type CarriedKind = WithoutCommon<Drawn>;

/** A kind of ours with what is different about it; or in words why there is none like it. */
export type KindOutcome =
  | { readonly ok: true; readonly kind: CarriedKind; readonly notes: readonly string[] }
  | { readonly ok: false; readonly why: string };

const over = ["timeseries", "graph", "trend", "cloudflare-rps-panel"];
const single = [
  "stat",
  "singlestat",
  "grafana-singlestat-panel",
  "grafana-polystat-panel",
  "vonage-status-panel",
];
const tables = ["table", "table-old", "table-old-panel", "grafana-table-panel"];
const shares = ["piechart", "grafana-piechart-panel"];
const states = ["state-timeline", "status-history", "natel-discrete-panel", "flant-statusmap-panel"];
/** Those that show something of Grafana's own, or what our panels cannot place. */
const without = new Set(
  [
    "alertlist",
    "annolist",
    "dashlist",
    "pluginlist",
    "news",
    "welcome",
    "gettingstarted",
    "logs",
    "traces",
  ].concat([
    "nodeGraph",
    "geomap",
    "grafana-worldmap-panel",
    "canvas",
    "flamegraph",
    "candlestick",
    "datagrid",
  ]),
);

/** Whether panels of this type never become one of ours, whatever they ask. */
export const hasNoLike = (type: string): boolean => without.has(type);

/** Our kind for a panel that asks Prometheus. `count` is how many queries it has, `areInstant` whether all are of one time. */
export function carryKind(
  panel: DashboardPanel,
  look: Look,
  count: number,
  areInstant: boolean,
): KindOutcome {
  const { type, options } = panel;
  const reduced = reduceOf(panel);
  // A query of one time has one value, whatever is made of it.
  const reduce = areInstant ? "last" : reduced.reduce;
  const reduceNotes = areInstant ? [] : reduced.notes;
  const thresholds = () => {
    const { notes, ...rest } = thresholdsOf(panel, look.unit);
    return { own: rest, notes: [...reduceNotes, ...notes] };
  };
  if (without.has(type)) return { ok: false, why: `panels of the kind “${type}” have no like here` };
  if (over.includes(type))
    return panel.xaxis?.mode === "series" && type === "graph" ? bars() : overTime(panel);
  if (single.includes(type)) {
    const { own, notes } = thresholds();
    if (panel.gauge?.show === true) return yes({ kind: "gauge", reduce, ...own }, notes);
    const hasSpark = type === "stat" ? options?.graphMode !== "none" : panel.sparkline?.show === true;
    return yes({ kind: "number", reduce, spark: hasSpark, ...own }, notes);
  }
  if (type === "gauge") {
    const { own, notes } = thresholds();
    return yes({ kind: "gauge", reduce, ...own }, notes);
  }
  if (type === "bargauge" || type === "barchart") return bars();
  if (shares.includes(type)) return bars("shares of a whole are drawn as bars");
  if (tables.includes(type)) return yes({ kind: "table", reduce }, reduceNotes);
  if (type === "heatmap" || type === "heatmap-new") {
    const isMade = options?.calculate === true || panel.dataFormat === "timeseries";
    const note = "it counts values into buckets in Grafana; here each series is a row";
    return yes({ kind: "heatmap" }, isMade ? [note] : []);
  }
  if (states.includes(type))
    return yes({ kind: "lanes", rows: 100 }, ["states over time are drawn as lanes"]);
  if (type === "xychart" && count === 2) return yes({ kind: "scatter" }, []);
  return yes({ kind: "line" }, [`its kind “${type.slice(0, 40)}” is not known here: it is drawn as lines`]);

  function bars(...more: string[]): KindOutcome {
    const { own, notes } = thresholds();
    const isUpright = options?.orientation === "vertical";
    return yes({ kind: "bars", reduce, horizontal: !isUpright, ...own }, [...notes, ...more]);
  }
}

const yes = (kind: CarriedKind, notes: readonly string[]): KindOutcome => ({ ok: true, kind, notes });

/** Lines or areas over time, of both schemas. */
function overTime(panel: DashboardPanel): KindOutcome {
  const notes: string[] = [];
  const custom = panel.fieldConfig?.defaults?.custom;
  const style =
    custom?.drawStyle ?? (panel.bars === true ? "bars" : panel.lines === false ? "points" : "line");
  if (style !== "line") notes.push(`${style === "bars" ? "bars" : "points"} over time are drawn as lines`);
  const isLog = custom?.scaleDistribution?.type === "log" || (panel.yaxes?.[0]?.logBase ?? 1) > 1;
  const mode = custom?.stacking?.mode ?? (panel.stack === true ? "normal" : "none");
  if (mode === "normal" || mode === "percent") {
    if (isLog) notes.push("its scale is logarithmic in Grafana; a stack has an even one");
    return yes({ kind: "stacked", percent: mode === "percent" || panel.percentage === true }, notes);
  }
  if (panel.xaxis?.mode === "histogram")
    notes.push("it counts values into buckets in Grafana; here they are lines");
  const fill = (custom?.fillOpacity ?? panel.fill ?? (panel.type === "graph" ? 1 : 0)) > 0;
  return yes({ kind: "line", fill, log: isLog }, notes);
}
