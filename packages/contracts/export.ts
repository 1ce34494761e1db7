import { z } from "zod";
import { problemCodeSchema } from "./problem.ts";

/** What a query's answer can be taken away as. */
export const exportFormatSchema = z.enum(["parquet", "csv"]);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** An export and how far it is: `done` of `total` steps are evaluated. */
export const exportSchema = z.object({
  id: z.string(),
  format: exportFormatSchema,
  state: z.enum(["running", "ready", "failed"]),
  done: z.number(),
  total: z.number(),
  /** Values so far, each a row of the file. */
  rows: z.number(),
  /** Where it is ready: where the file is, its bytes, and until when it is kept. */
  file: z
    .object({ path: z.string(), name: z.string(), bytes: z.number(), keptUntilMs: z.number() })
    .optional(),
  /** Where it failed: the stable code, and why in words. */
  fault: z.object({ code: problemCodeSchema, detail: z.string() }).optional(),
});
export type Export = z.infer<typeof exportSchema>;
