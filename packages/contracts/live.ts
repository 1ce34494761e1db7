import { z } from "zod";
import { eventSchema } from "./event.ts";
import { limits } from "./limits.ts";
import { storeNameSchema } from "./series-settings.ts";

/** The name a browser gives its stream, so that it can be resumed: 128 bits or more, made by the browser. */
export const liveIdSchema = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, "16 to 64 letters, digits, - or _");

/** One thing a browser looks at. `key` is its own name for it. `expr` holds no `$__` variables any more. */
export const laneSubscriptionSchema = z.strictObject({
  key: z.string().min(1).max(limits.nameLength),
  expr: z.string().min(1).max(limits.expressionLength),
  stepMs: z.number().int().min(1_000).max(86_400_000),
  /** The store that is asked; without one the default. */
  store: storeNameSchema.optional(),
});
export type LaneSubscription = z.infer<typeof laneSubscriptionSchema>;

/** The body of `PUT /api/live/:id/subscriptions`: all that the browser looks at from now on. */
export const subscribeSchema = z.strictObject({
  lanes: z.array(laneSubscriptionSchema).max(limits.lanesPerWatcher),
});

/**
 * Its answer. Of each lane, frames after `sealedMs` come by the stream and everything up to it by `/api/v1/query_range`:
 * nothing is missed and nothing comes twice. A lane whose expression is wrong says why and is left out.
 */
export const subscribedSchema = z.object({
  lanes: z.array(
    z.object({
      key: z.string(),
      sealedMs: z.number(),
      error: z.string().optional(),
      column: z.number().optional(),
    }),
  ),
});
export type Subscribed = z.infer<typeof subscribedSchema>;

/** The first message of a stream. `resumed` says whether the subscriptions of an earlier connection still hold. */
export const helloSchema = z.object({
  id: z.string(),
  nowMs: z.number(),
  baseStepMs: z.number(),
  graceMs: z.number(),
  resumed: z.boolean(),
});
export type Hello = z.infer<typeof helloSchema>;

/** A gap is null and the infinities are words; `wire-number.ts` reads and writes them. */
export const wireNumberSchema = z.union([z.number(), z.null(), z.enum(["+Inf", "-Inf"])]);

/**
 * One step of one (store, expression, step): `series` are the label sets and `values` their values, in one order. `open` is
 * there while the step still runs: the value so far, to be overwritten, never an SSE id.
 */
export const laneFrameSchema = z.object({
  store: z.string().optional(),
  expr: z.string(),
  stepMs: z.number(),
  atMs: z.number(),
  open: z.boolean().optional(),
  series: z.array(z.record(z.string(), z.string())),
  values: z.array(wireNumberSchema),
  error: z.string().optional(),
  /** Beside an error: the store cannot be asked now, and what came before still holds. */
  away: z.boolean().optional(),
});
export type LaneFrame = z.infer<typeof laneFrameSchema>;

/** `event: step`, with the sealed time as its id: everything that sealed then, of all that this browser watches. */
export const stepFrameSchema = z.object({
  sealedMs: z.number(),
  nowMs: z.number(),
  lanes: z.array(laneFrameSchema),
});
export type StepFrame = z.infer<typeof stepFrameSchema>;

/** `event: events`: what happened since the last one, oldest first. Deploys come this way too. */
export const eventsFrameSchema = z.object({ events: z.array(eventSchema) });
export type EventsFrame = z.infer<typeof eventsFrameSchema>;

/** `event: reset`: the stream cannot be joined to what came before; ask for the past again. */
export const resetFrameSchema = z.object({ reason: z.string() });

/** `event: heartbeat`, every 15 s. */
export const heartbeatFrameSchema = z.object({ nowMs: z.number() });
