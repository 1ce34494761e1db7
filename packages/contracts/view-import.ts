import { z } from "zod";
import { viewSchema } from "./view.ts";

/** What could not be carried over from another program's file, in words: of which view, and of which panel, by title. */
export const importNoteSchema = z.object({
  view: z.string(),
  /** Empty where the whole view is meant. */
  panel: z.string(),
  message: z.string(),
});
export type ImportNote = z.infer<typeof importNoteSchema>;

/**
 * The answer of `POST /api/views/import`: the views that were kept, or with `?dry=1` those that would be, and what could not
 * be carried over.
 */
export const viewImportSchema = z.object({
  views: z.array(
    viewSchema.pick({ slug: true, name: true }).extend({
      page: z.string(),
      lanes: z.number(),
      panels: z.number(),
      /** Whose name it has already: it then needs another one, or, of a saved view, the word that it goes over that. */
      taken: z.enum(["saved", "built-in", "file"]).optional(),
    }),
  ),
  notes: z.array(importNoteSchema),
});
export type ViewImport = z.infer<typeof viewImportSchema>;
