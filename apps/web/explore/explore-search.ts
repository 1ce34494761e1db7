import { limits, rampSchema, unitSchema } from "@mission-control/contracts";
import { readRange } from "../data/ranges.ts";
import { readZone } from "../format/zone.ts";
import type { DrawnPanel } from "../panels/PanelView.tsx";

/** The ways in which an expression can be looked at, in the order they are offered. */
export const kinds = ["line", "lanes", "stacked", "bars", "heatmap", "scatter", "table", "number"] as const;
export type Kind = (typeof kinds)[number];

/** What is explored, as it stands in the address. What is absent is as it is by default. */
export interface ExploreSearch {
  /** The expressions; the scatter takes the first to the right and the second upwards. */
  expr?: string[];
  as?: Kind;
  range?: string;
  /** The zone that times are shown in, for whoever follows the link. */
  tz?: string;
  /** A stretch that stands still, instead of one that ends now. */
  from?: number;
  to?: number;
  unit?: DrawnPanel["unit"];
  sort?: "value" | "change" | "name";
  reduce?: "last" | "mean" | "min" | "max" | "sum";
  ramp?: "blue" | "teal" | "violet" | "warm";
  /** Lines: filled, and on a logarithmic scale; areas: as parts of the whole; bars: upright. */
  fill?: true;
  log?: true;
  percent?: true;
  upright?: true;
}

/** Fewer than a panel may have: each is asked for again with every step. */
const MAX_EXPRS = 8;
/** Shorter than any step is no range. */
const LEAST_MS = 1_000;

/** Reads an address; what makes no sense is left out. */
export function readExploreSearch(raw: Record<string, unknown>): ExploreSearch {
  const from = readMoment(raw.from);
  const to = readMoment(raw.to);
  const stands = from !== undefined && to !== undefined && to - from >= LEAST_MS;
  return defined({
    expr: readExprs(raw.expr),
    as: kinds.find((kind) => kind === raw.as),
    range: readRange(raw.range)?.name,
    tz: readZone(raw.tz),
    from: stands ? from : undefined,
    to: stands ? to : undefined,
    unit: unitSchema.safeParse(raw.unit).data,
    sort: oneOf(["value", "change", "name"] as const, raw.sort),
    reduce: oneOf(["last", "mean", "min", "max", "sum"] as const, raw.reduce),
    ramp: rampSchema.safeParse(raw.ramp).data,
    fill: isSet(raw.fill),
    log: isSet(raw.log),
    percent: isSet(raw.percent),
    upright: isSet(raw.upright),
  });
}

/** The panel that an address means. `unit` is what the expression says of itself. */
export function panelOf(search: ExploreSearch, unit: DrawnPanel["unit"]): DrawnPanel {
  const about = {
    id: "explored",
    title: "",
    description: "",
    place: { x: 0, y: 0, w: 24, h: 12 },
    queries: (search.expr ?? []).map((expr) => ({ expr })),
    unit: search.unit ?? unit,
  };
  const reduce = search.reduce ?? "last";
  switch (search.as ?? "line") {
    case "lanes":
      return {
        ...about,
        kind: "lanes",
        ramp: search.ramp ?? "blue",
        sort: search.sort ?? "value",
        rows: 100,
      };
    case "stacked":
      return { ...about, kind: "stacked", percent: search.percent === true };
    case "bars":
      return { ...about, kind: "bars", reduce, horizontal: search.upright !== true };
    case "heatmap":
      return { ...about, kind: "heatmap" };
    case "scatter":
      // Each of its expressions has a unit of its own, unless one is chosen for both.
      return { ...about, kind: "scatter", unit: search.unit ?? "none" };
    case "table":
      return { ...about, kind: "table", reduce };
    case "number":
      return { ...about, kind: "number", reduce, spark: true };
    default:
      return { ...about, kind: "line", fill: search.fill === true, log: search.log === true };
  }
}

function readExprs(raw: unknown): string[] | undefined {
  const texts = (Array.isArray(raw) ? raw : [raw]).filter(
    (text): text is string =>
      typeof text === "string" && text.trim() !== "" && text.length <= limits.expressionLength,
  );
  return texts.length === 0 ? undefined : texts.slice(0, MAX_EXPRS);
}

function readMoment(raw: unknown): number | undefined {
  const ms = typeof raw === "number" ? raw : typeof raw === "string" && raw !== "" ? Number(raw) : Number.NaN;
  return Number.isSafeInteger(ms) && ms > 0 && ms < 8.64e15 ? ms : undefined;
}

const oneOf = <T extends string>(all: readonly T[], raw: unknown): T | undefined =>
  all.find((each) => each === raw);
const isSet = (raw: unknown): true | undefined => (raw === "true" || raw === true ? true : undefined);

function defined(search: { [K in keyof ExploreSearch]: ExploreSearch[K] | undefined }): ExploreSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined),
  ) as ExploreSearch;
}
