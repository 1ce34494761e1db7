import { z } from "zod";
import { limits } from "./limits.ts";
import { panelGrid } from "./panel-grid.ts";
import { storeNameSchema } from "./series-settings.ts";
import { rampSchema, unitSchema } from "./unit.ts";

const text = z.string().max(limits.nameLength);
const query = z.object({
  expr: z.string().min(1).max(limits.expressionLength),
  store: storeNameSchema.optional(),
  /** Names each series by its labels: `{{device}}`. */
  legend: text.optional(),
});
const queries = z.array(query).min(1).max(20);

/** Where a panel stands on the grid, in its units. */
const place = z.object({
  x: z
    .number()
    .int()
    .min(0)
    .max(panelGrid.columns - 1),
  y: z.number().int().min(0).max(10_000),
  w: z.number().int().min(1).max(panelGrid.columns),
  h: z.number().int().min(1).max(100),
});

const about = {
  id: z.string().min(1).max(limits.nameLength),
  title: text.default(""),
  description: z.string().max(limits.textLength).default(""),
  place,
};
const drawn = {
  ...about,
  queries,
  unit: unitSchema.default("none"),
  min: z.number().optional(),
  max: z.number().optional(),
};
const thresholds = { warnAt: z.number().optional(), badAt: z.number().optional() };
/** How many values of a series become the one that is shown. */
const reduce = z.enum(["last", "mean", "min", "max", "sum"]).default("last");
const filter = z.object({
  types: z.array(text).max(50).default([]),
  search: z.string().max(limits.nameLength).default(""),
});

const panelKinds = [
  /** One horizon row for each label set, in the order of their values, of how much these change, or of their names. */
  z.object({
    ...drawn,
    kind: z.literal("lanes"),
    ramp: rampSchema.default("blue"),
    sort: z.enum(["value", "change", "name"]).default("value"),
    rows: z.number().int().min(1).max(100).default(20),
  }),
  z.object({
    ...drawn,
    kind: z.literal("line"),
    fill: z.boolean().default(false),
    log: z.boolean().default(false),
  }),
  z.object({ ...drawn, kind: z.literal("stacked"), percent: z.boolean().default(false) }),
  z.object({
    ...drawn,
    kind: z.literal("bars"),
    reduce,
    horizontal: z.boolean().default(true),
    ...thresholds,
  }),
  /** Of histogram buckets by `le`, or of the values of many series. */
  z.object({ ...drawn, kind: z.literal("heatmap") }),
  /** The first query to the right, the second upwards, a point for each label set that both have. */
  z.object({ ...drawn, kind: z.literal("scatter") }),
  z.object({ ...drawn, kind: z.literal("number"), reduce, ...thresholds, spark: z.boolean().default(true) }),
  /** How much of a goal is reached. */
  z.object({ ...drawn, kind: z.literal("goal"), reduce, goal: z.number() }),
  z.object({ ...drawn, kind: z.literal("gauge"), reduce, ...thresholds }),
  z.object({ ...drawn, kind: z.literal("table"), reduce }),
  z.object({ ...about, kind: z.literal("events"), ...filter.shape }),
  z.object({ ...about, kind: z.literal("requests"), ...filter.shape }),
  z.object({ ...about, kind: z.literal("deploys"), ...filter.shape }),
  /** Of each alert its newest state: events of type `alert`, by fingerprint. */
  z.object({ ...about, kind: z.literal("alerts"), ...filter.shape }),
  /** For each series of `up` whether it is 1, since when, and how long it took; both are joined by their labels. */
  z.object({
    ...about,
    kind: z.literal("probes"),
    up: z.string().min(1).max(limits.expressionLength).default("probe_success"),
    duration: z.string().max(limits.expressionLength).default("probe_duration_seconds"),
    store: storeNameSchema.optional(),
    legend: text.optional(),
  }),
  /** Markdown; what it links to is shown as text where it is no http(s) address. */
  z.object({ ...about, kind: z.literal("text"), text: z.string().max(limits.textLength * 4) }),
] as const;

/** The kinds of panels that are drawn. */
export const knownPanelSchema = z.discriminatedUnion("kind", [...panelKinds]);
export type KnownPanel = z.infer<typeof knownPanelSchema>;

/** A panel of a kind that this version does not know: it is kept as it came, and says so where it stands. */
export const unknownPanelSchema = z
  .looseObject({ ...about, kind: text })
  .refine(({ kind }) => !panelKinds.some(({ shape }) => shape.kind.value === kind), {
    error: "not as this kind has to be",
  })
  .refine((panel) => JSON.stringify(panel).length <= limits.expressionLength, { error: "too long" });

export const panelSchema = z.union([knownPanelSchema, unknownPanelSchema]);
export type Panel = z.infer<typeof panelSchema>;
