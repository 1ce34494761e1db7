import { z } from "zod";
import { guarded } from "./guarded.ts";
import { limits } from "./limits.ts";

const name = z.string().trim().min(1).max(limits.nameLength);
const text = z.string().max(limits.textLength);

/** When something happened: milliseconds since the epoch, or an ISO 8601 time with its offset. */
export const timeSchema = z.union([
  z.number().int().nonnegative(),
  z.iso
    .datetime({ offset: true })
    .transform((iso) => Date.parse(iso))
    .pipe(z.number().nonnegative()),
]);

/** How grave an event is. */
export const severitySchema = z.enum(["info", "warning", "error", "critical"]);
export type Severity = z.infer<typeof severitySchema>;

type AttributeValue = string | number | boolean | null;

function isAttributeValue(value: unknown): value is AttributeValue {
  if (typeof value === "string") return value.length <= limits.textLength;
  return value === null || typeof value === "boolean" || Number.isFinite(value);
}

const valueMessage = `a text of at most ${limits.textLength} characters, a number, true, false or null`;
const attributeValue = z.custom<AttributeValue>(isAttributeValue, { message: valueMessage });

/** Of several bad values only the first is told: an issue for each would make a batch of bad events take seconds. */
const attributes = guarded(
  limits.attributesPerEvent,
  z.record(name, z.custom<AttributeValue>()).superRefine((record, context) => {
    const bad = Object.entries(record).find(([, value]) => !isAttributeValue(value));
    if (bad !== undefined) context.addIssue({ code: "custom", path: [bad[0]], message: valueMessage });
  }),
);

/** Tags as a list (`["env:prod"]`) or as a record (`{ env: "prod" }`). */
const tags = guarded(limits.tagsPerEvent, z.union([z.array(text), z.record(name, text)])).transform(
  (given) => (Array.isArray(given) ? given : Object.entries(given).map(([key, value]) => `${key}:${value}`)),
);

/** An event as a client posts it to `/api/events`. Only `type` is required. */
export const rawEventSchema = guarded(
  limits.attributesPerEvent,
  z.strictObject({
    id: name.optional(),
    time: timeSchema.optional(),
    type: name,
    title: text.optional(),
    severity: severitySchema.optional(),
    service: name.optional(),
    host: name.optional(),
    tags: tags.optional(),
    attributes: attributes.optional(),
  }),
);
export type RawEvent = z.infer<typeof rawEventSchema>;

/** An event as it is kept and shown: classified, with calculated fields. */
export const eventSchema = z.object({
  id: z.string(),
  timeMs: z.number(),
  type: z.string(),
  /** A finer class within the type, or "" where the catalog knows none. */
  subType: z.string(),
  title: z.string(),
  severity: severitySchema,
  service: z.string(),
  host: z.string(),
  tags: z.array(z.string()),
  attributes: z.record(z.string(), attributeValue),
  /** Equal for events that say the same but for numbers, ids and addresses. */
  fingerprint: z.string(),
});
export type Event = z.infer<typeof eventSchema>;

/** What `POST /api/events` answers when every item was kept: how many, and whether the key had been seen before. */
export const acceptedSchema = z.object({
  accepted: z.number(),
  duplicate: z.boolean(),
  ids: z.array(z.string()),
});
export type Accepted = z.infer<typeof acceptedSchema>;

/** What `GET /api/events` may be asked: newest first, from <= time <= to, `before` continuing from an earlier answer's `next`. */
export const eventQuerySchema = z.object({
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
  type: z.string().max(limits.nameLength).optional(),
  /** A type that is not wanted: requests come by the thousand and hide the rest. */
  except: z.string().max(limits.nameLength).optional(),
  service: z.string().max(limits.nameLength).optional(),
  host: z.string().max(limits.nameLength).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  /** A cursor: a time and an id. */
  before: z
    .string()
    .max(limits.nameLength + 20)
    .optional(),
});
export type EventQuery = z.infer<typeof eventQuerySchema>;

/** A page of events, newest first. */
export const eventPageSchema = z.object({ events: z.array(eventSchema), next: z.string().nullable() });
export type EventPage = z.infer<typeof eventPageSchema>;
