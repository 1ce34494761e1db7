import { z } from "zod";
import { limits } from "./limits.ts";
import { shownViewSchema } from "./share.ts";

/** The body of `POST /api/snapshots`. */
export const rawSnapshotSchema = z.strictObject({
  title: z.string().trim().max(limits.nameLength).default(""),
  view: shownViewSchema,
});
export type RawSnapshot = z.infer<typeof rawSnapshotSchema>;

/** A view with the values it had: `fromMs` to `toMs` in steps of `stepMs`. Its link is `/snapshots/<id>`. */
export const snapshotSchema = z.object({
  id: z.string(),
  title: z.string(),
  slug: z.string(),
  takenMs: z.number(),
  fromMs: z.number(),
  toMs: z.number(),
  stepMs: z.number(),
  bytes: z.number(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const snapshotListSchema = z.object({ snapshots: z.array(snapshotSchema) });

/** How far the taking of a snapshot is: `done` of `total` queries are answered. */
export const takingSchema = z.object({
  id: z.string(),
  state: z.enum(["running", "ready", "failed"]),
  done: z.number(),
  total: z.number(),
  snapshot: snapshotSchema.optional(),
  fault: z.object({ code: z.string(), detail: z.string() }).optional(),
});
export type Taking = z.infer<typeof takingSchema>;
