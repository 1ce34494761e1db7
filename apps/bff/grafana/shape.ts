import { z } from "zod";

/**
 * What is read of Grafana's JSON, of schema versions 16 to 41. The frame (panels, their queries, variables) has to be as it
 * should; details are read where they are as expected and passed over where a plug-in has something else of that name.
 */

const text = z.string();
const detail = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const details = <T extends z.ZodRawShape>(shape: T) => detail(z.object(shape));
/** How many there are is all that is asked of some lists. */
const list = detail(z.array(z.unknown()));
/** Numbers stand in texts in older dashboards. */
const figure = detail(
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\s*-?\d+(\.\d+)?\s*$/)
        .transform(Number),
    ])
    .refine(Number.isFinite),
);
const texts = detail(z.array(text));

const sourceSchema = detail(z.union([text, z.object({ type: detail(text), uid: detail(text) }), z.null()]));
/** Where a panel or a query gets its values: a name, or in newer dashboards a kind and an id. */
export type DataSource = z.infer<typeof sourceSchema>;

const targetSchema = z.object({
  refId: detail(text),
  expr: detail(text),
  hide: detail(z.boolean()),
  instant: detail(z.boolean()),
  range: detail(z.boolean()),
  legendFormat: detail(text),
  datasource: sourceSchema,
  panelId: detail(z.number()),
});
export type Target = z.infer<typeof targetSchema>;

const step = z.object({ color: detail(text), value: figure });
const thresholds = details({ mode: detail(text), steps: detail(z.array(step)) });
const oldThreshold = z.object({ index: detail(z.number()), value: figure, color: detail(text) });
const oldFields = details({
  calcs: texts,
  values: detail(z.boolean()),
  mappings: list,
  thresholds: detail(z.array(oldThreshold)),
  override: details({}),
  defaults: details({ unit: detail(text), min: figure, max: figure, thresholds, mappings: list }),
});
const axis = z.object({ format: detail(text), logBase: figure, min: figure, max: figure });
const switched = details({ show: detail(z.boolean()) });
const place = { x: z.number(), y: z.number(), w: z.number(), h: z.number() };

const link = z.object({
  type: detail(text),
  title: detail(text),
  url: detail(text),
});
const links = detail(z.array(link));

const ownPanelSchema = z.object({
  id: detail(z.number()),
  type: z.string({ error: "a panel says its type" }).max(200),
  title: detail(text),
  description: detail(text),
  datasource: sourceSchema,
  targets: z.array(targetSchema, { error: "targets are a list of queries" }).nullish(),
  gridPos: z.object(place).partial().nullish().catch(undefined),
  span: figure,
  links,
  repeat: detail(text),
  repeatPanelId: detail(z.number()),
  timeFrom: detail(text),
  timeShift: detail(text),
  transformations: detail(z.array(z.object({ id: detail(text) }))),
  alert: details({ name: detail(text) }),
  libraryPanel: details({
    uid: detail(text),
    name: detail(text),
    model: detail(z.record(z.string(), z.unknown())),
  }),
  fieldConfig: details({
    overrides: list,
    defaults: details({
      unit: detail(text),
      min: figure,
      max: figure,
      displayName: detail(text),
      mappings: list,
      thresholds,
      custom: details({
        drawStyle: detail(text),
        fillOpacity: figure,
        stacking: details({ mode: detail(text) }),
        scaleDistribution: details({ type: detail(text) }),
        thresholdsStyle: details({ mode: detail(text) }),
      }),
    }),
  }),
  options: details({
    mode: detail(text),
    content: detail(text),
    orientation: detail(text),
    graphMode: detail(text),
    colorMode: detail(text),
    textMode: detail(text),
    calculate: detail(z.boolean()),
    reduceOptions: details({ calcs: texts, values: detail(z.boolean()), fields: detail(text) }),
    fieldOptions: oldFields,
    yAxis: details({ unit: detail(text), min: figure, max: figure }),
  }),
  // Of the kinds before fieldConfig.
  content: detail(text),
  mode: detail(text),
  format: detail(text),
  unit: detail(text),
  valueName: detail(text),
  prefix: detail(text),
  postfix: detail(text),
  thresholds: detail(z.union([text, z.array(z.unknown())])),
  colors: texts,
  colorValue: detail(z.boolean()),
  colorBackground: detail(z.boolean()),
  gauge: details({ show: detail(z.boolean()), minValue: figure, maxValue: figure }),
  sparkline: switched,
  valueMaps: list,
  rangeMaps: list,
  lines: detail(z.boolean()),
  bars: detail(z.boolean()),
  points: detail(z.boolean()),
  fill: figure,
  stack: detail(z.boolean()),
  percentage: detail(z.boolean()),
  seriesOverrides: list,
  aliasColors: detail(z.record(z.string(), z.unknown())),
  yaxes: detail(z.array(axis)),
  yAxis: detail(axis),
  xaxis: details({ mode: detail(text), values: texts }),
  dataFormat: detail(text),
  styles: list,
});
/** A panel of a dashboard; where it is a closed row, it holds what is in it. */
export const panelSchema = ownPanelSchema.extend({
  collapsed: detail(z.boolean()),
  panels: z.array(ownPanelSchema, { error: "panels are a list" }).nullish(),
});
export type DashboardPanel = z.infer<typeof panelSchema>;

const rowSchema = z.object({
  title: detail(text),
  showTitle: detail(z.boolean()),
  collapse: detail(z.boolean()),
  repeat: detail(text).nullable(),
  height: detail(z.union([z.number(), text])),
  panels: z.array(panelSchema, { error: "panels are a list" }).nullish(),
});
export type DashboardRow = z.infer<typeof rowSchema>;

const value = z.union([text, z.number().transform(String), z.boolean().transform(String)]);
const values = z.union([value.transform((one) => [one]), z.array(value)]);
const variableSchema = z.object({
  name: z.string({ error: "a variable has a name" }).max(200),
  type: z.string({ error: "a variable has a type" }).max(200),
  label: detail(text),
  definition: detail(text),
  query: detail(z.union([text, z.object({ query: detail(text) })])),
  regex: detail(text),
  datasource: sourceSchema,
  multi: detail(z.boolean()),
  includeAll: detail(z.boolean()),
  allValue: detail(text),
  current: details({ value: detail(values) }),
  options: detail(z.array(z.object({ value: detail(value) }))),
});
export type DashboardVariable = z.infer<typeof variableSchema>;

const inputSchema = z.object({ name: detail(text), pluginId: detail(text), value: detail(text) });
const elementSchema = z.object({
  uid: detail(text),
  name: detail(text),
  model: z.record(z.string(), z.unknown()),
});

export const dashboardSchema = z.object({
  title: z.string({ error: "a dashboard has a title" }),
  description: detail(text),
  tags: texts,
  schemaVersion: detail(z.number()),
  panels: z.array(panelSchema, { error: "panels are a list" }).nullish(),
  rows: z.array(rowSchema, { error: "rows are a list" }).nullish(),
  templating: z
    .object({ list: z.array(variableSchema, { error: "variables are a list" }).nullish() })
    .nullish(),
  annotations: details({
    list: detail(
      z.array(z.object({ name: detail(text), builtIn: detail(z.union([z.number(), z.boolean()])) })),
    ),
  }),
  time: details({ from: detail(text), to: detail(text) }),
  timezone: detail(text),
  links,
  __inputs: detail(z.array(inputSchema)),
  __elements: detail(z.union([z.record(z.string(), elementSchema), z.array(elementSchema)])),
});
export type Dashboard = z.infer<typeof dashboardSchema>;
