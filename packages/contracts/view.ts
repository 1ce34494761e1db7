import { z } from "zod";
import { limits } from "./limits.ts";
import { panelSchema } from "./panel.ts";
import { storeNameSchema } from "./series-settings.ts";
import { rampSchema, unitSchema } from "./unit.ts";
import { variableSchema } from "./variable.ts";

const expr = z.string().min(1).max(limits.expressionLength);
/** The store that is asked; without one the default. */
const store = storeNameSchema.optional();
const title = z.string().max(limits.nameLength);

/** A word by which views are found. */
const tagSchema = z.string().trim().min(1).max(50);

/**
 * A lane: an expression that gives one horizon row for each label set. `legend` names each by its labels (`{{device}}`).
 * `max` fixes the top of the scale; without it the lane finds its own. `fold` bounds how many rows it may become.
 */
export const laneSchema = z.object({
  id: z.string().min(1).max(limits.nameLength),
  title,
  expr,
  store,
  unit: unitSchema.default("none"),
  ramp: rampSchema.default("blue"),
  legend: title.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  rows: z.number().int().min(1).max(100).default(20),
  /** The order of its rows: as they come, by their values, by how much these changed over the range, or by name. */
  sort: z.enum(["given", "value", "change", "name"]).default("given"),
  help: z.string().max(limits.textLength).optional(),
});
export type Lane = z.infer<typeof laneSchema>;

/** A number on top of the wall. `against` is an expression for the same number at another time, shown as change. */
export const tileSchema = z.object({
  id: z.string().min(1).max(limits.nameLength),
  title,
  expr,
  store,
  unit: unitSchema.default("none"),
  note: expr.optional(),
  noteUnit: unitSchema.default("none"),
  noteText: title.optional(),
  /** At or past these the tile shows its state: the value at which it warns and at which it is bad. */
  warnAt: z.number().optional(),
  badAt: z.number().optional(),
});
export type Tile = z.infer<typeof tileSchema>;

/** A named arrangement of lanes and panels. */
export const viewSchema = z.object({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  name: title.min(1),
  description: z.string().max(limits.textLength).default(""),
  owner: title.default(""),
  tags: z.array(tagSchema).max(limits.tagsPerView).default([]),
  variables: z.array(variableSchema).max(limits.variablesPerView).default([]),
  tiles: z.array(tileSchema).max(12).default([]),
  sections: z
    .array(
      z.object({
        id: z.string().min(1).max(limits.nameLength),
        title,
        lanes: z.array(laneSchema).max(limits.lanesPerView).default([]),
        /** What stands below the lanes, on a grid of the section's own. */
        panels: z.array(panelSchema).max(limits.panelsPerView).default([]),
      }),
    )
    .max(limits.sectionsPerView),
});
export type View = z.infer<typeof viewSchema>;

/**
 * A view as a list of them tells it: `savedMs` is when it was saved last and `savedBy` by whom, where that was said; built-in
 * ones never were. `file` names the file of the views' folder that it stands in, and then is the only place to change it.
 */
export const viewSummarySchema = viewSchema
  .pick({ slug: true, name: true, description: true, owner: true, tags: true })
  .extend({
    builtIn: z.boolean(),
    savedMs: z.number().optional(),
    savedBy: title.optional(),
    file: z.string().optional(),
  });
export type ViewSummary = z.infer<typeof viewSummarySchema>;

/** A view as it is kept: each time it is saved it becomes another version, counted from 1; built-in ones have none. */
export const savedViewSchema = viewSchema.extend({
  version: z.number().int().min(1),
  savedMs: z.number(),
  savedBy: title,
});
export type SavedView = z.infer<typeof savedViewSchema>;

/** A version of a view: who saved it when, and what is different from the one before it, a line each. */
export const viewVersionSchema = savedViewSchema
  .pick({ version: true, savedMs: true, savedBy: true })
  .extend({ changes: z.array(z.string()) });
export type ViewVersion = z.infer<typeof viewVersionSchema>;

/** The versions of a view that are kept, the newest first. */
export const viewVersionListSchema = z.object({ versions: z.array(viewVersionSchema) });

/** The folder of views that stand in files: where it is, and what is wrong with files of it, where known with the line. */
const viewFolderSchema = z.object({
  path: z.string(),
  faults: z.array(z.object({ file: z.string(), line: z.number().optional(), message: z.string() })),
});
export type ViewFolder = z.infer<typeof viewFolderSchema>;

/** Every view there is: the built-in ones, then by name those that were saved or stand in files. */
export const viewListSchema = z.object({
  views: z.array(viewSummarySchema),
  folder: viewFolderSchema.optional(),
});
export type ViewList = z.infer<typeof viewListSchema>;
