import { z } from "zod";
import { limits } from "./limits.ts";
import { viewSchema } from "./view.ts";

const HOUR_MS = 3_600_000;
/** How long a share link may hold, ms. */
export const shareLife = { leastMs: HOUR_MS, mostMs: 366 * 24 * HOUR_MS } as const;

const title = z.string().trim().max(limits.nameLength).default("");
const expr = z.string().min(1).max(limits.expressionLength);
const moment = z.number().int().positive().max(8.64e15);

/**
 * A view as it is seen on a wall. `search` is the address' own text, for the page to begin with; what is asked of the server
 * is bounded by the other fields: the lanes that were added to it, the values its variables have, and where it stands
 * still, `rangeMs` before `pauseMs`.
 */
export const shownViewSchema = z.strictObject({
  slug: viewSchema.shape.slug,
  search: z.string().max(limits.sharedSearchLength).default(""),
  lanes: z.array(expr).max(50).default([]),
  variables: z
    .record(z.string().max(50), z.array(z.string().max(limits.nameLength)).max(limits.valuesPerVariable))
    .default({}),
  rangeMs: z
    .number()
    .int()
    .min(1_000)
    .max(400 * 24 * HOUR_MS),
  pauseMs: moment.optional(),
});
export type ShownView = z.infer<typeof shownViewSchema>;

const lifeMs = z.number().int().min(shareLife.leastMs).max(shareLife.mostMs);

/**
 * The body of `POST /api/shares`. A "share" is one view for people without an account and always ends; a "wall" is several
 * views in turn for a screen, and ends only where that is said.
 */
export const rawShareSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("share"), title, view: shownViewSchema, lifeMs }),
  z.strictObject({
    kind: z.literal("wall"),
    title,
    views: z.array(shownViewSchema).min(1).max(limits.viewsPerWall),
    /** How long each view is shown. */
    everyS: z.number().int().min(5).max(3_600).default(30),
    lifeMs: lifeMs.nullable().default(null),
  }),
]);
export type RawShare = z.infer<typeof rawShareSchema>;

/** What a link opens. `expiresMs` is null where it holds until it is revoked; its token is told once, when it is made. */
export const shareSchema = z.object({
  id: z.string(),
  kind: z.enum(["share", "wall"]),
  title: z.string(),
  views: z.array(shownViewSchema),
  everyS: z.number(),
  createdMs: z.number(),
  expiresMs: z.number().nullable(),
  /** Known to a minute. */
  usedMs: z.number().nullable(),
});
export type Share = z.infer<typeof shareSchema>;

/** The answer of `POST /api/shares`: `path` is the link, whose token is kept nowhere. */
export const madeShareSchema = shareSchema.extend({ path: z.string() });
export type MadeShare = z.infer<typeof madeShareSchema>;

export const shareListSchema = z.object({ shares: z.array(shareSchema) });

/** What a shared page begins with: `GET /api/shared/<token>`, and of a snapshot `GET /api/snapshots/<id>`. */
export const sharedPageSchema = z.object({
  kind: z.enum(["share", "wall", "snapshot"]),
  title: z.string(),
  views: z.array(z.object({ view: viewSchema, shown: shownViewSchema })),
  everyS: z.number(),
  baseStepMs: z.number(),
  nowMs: z.number(),
  /** The store that lanes are read from which name none. */
  store: z.string(),
  /** When a snapshot was taken. */
  takenMs: z.number().optional(),
});
export type SharedPage = z.infer<typeof sharedPageSchema>;
