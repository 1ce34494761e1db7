import { z } from "zod";
import { severitySchema } from "./event.ts";
import { guarded } from "./guarded.ts";
import { limits } from "./limits.ts";

/** How an alert stands. What is `recovering` still fires until it has been good for long enough. */
export const alertStates = ["normal", "pending", "firing", "recovering", "no-data", "error"] as const;
export const alertStateSchema = z.enum(alertStates);
export type AlertState = z.infer<typeof alertStateSchema>;

/** Why nobody is told of an alert now, in words, by the stage that keeps it quiet, and until when where that is known. */
export const quietSchema = z.object({
  by: z.enum(["wait", "interval", "inhibited", "silenced", "muted", "acknowledged", "told", "nobody", "off"]),
  words: z.string(),
  untilMs: z.number().nullable(),
});
export type Quiet = z.infer<typeof quietSchema>;

export const acknowledgementSchema = z.object({
  by: z.string().max(limits.nameLength),
  note: z.string().max(limits.textLength),
  atMs: z.number(),
});
export type Acknowledgement = z.infer<typeof acknowledgementSchema>;
/** As it is kept, with the id of its alert. */
export const keptAcknowledgementSchema = acknowledgementSchema.extend({ alert: z.string() });

/** A rule's state for one label set. `id` is the same for the same rule and labels, always. */
export const alertSchema = z.object({
  id: z.string(),
  rule: z.string(),
  ruleName: z.string(),
  labels: z.record(z.string(), z.string()),
  state: alertStateSchema,
  /** Since when it has been in this state, and since when it fires, where it does. */
  sinceMs: z.number(),
  firingMs: z.number().nullable(),
  /** The newest value, null where there is none. */
  value: z.number().nullable(),
  unit: z.string(),
  severity: severitySchema,
  title: z.string(),
  description: z.string(),
  owner: z.string(),
  runbook: z.string(),
  /** Where to look: an address below ours, at that moment. */
  link: z.string(),
  /** Why the evaluation failed, in the state `error`. */
  error: z.string().nullable(),
  acknowledged: acknowledgementSchema.nullable(),
  quiet: z.array(quietSchema),
});
export type Alert = z.infer<typeof alertSchema>;

/** The answer of `GET /api/alerts`: what is not normal, the gravest first. `atMs` is the time it is of. */
export const alertListSchema = z.object({ atMs: z.number(), alerts: z.array(alertSchema) });
export type AlertList = z.infer<typeof alertListSchema>;

/** A change of an alert's state. */
export const alertChangeSchema = z.object({
  /** Grows with time. */
  seq: z.number(),
  alert: z.string(),
  rule: z.string(),
  ruleName: z.string(),
  labels: z.record(z.string(), z.string()),
  severity: severitySchema,
  title: z.string(),
  from: alertStateSchema,
  to: alertStateSchema,
  atMs: z.number(),
  value: z.number().nullable(),
});
export type AlertChange = z.infer<typeof alertChangeSchema>;

/** What of the history is asked for; each part that is said has to fit. `before` is the `next` of an earlier answer. */
export const alertHistoryQuerySchema = z.object({
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
  rule: z.string().max(limits.nameLength).optional(),
  alert: z.string().max(limits.nameLength).optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
export type AlertHistoryQuery = z.infer<typeof alertHistoryQuerySchema>;

/** The answer of `GET /api/alerts/history`: newest first, `next` continuing where there is more. */
export const alertHistorySchema = z.object({
  changes: z.array(alertChangeSchema),
  next: z.number().nullable(),
});
export type AlertHistory = z.infer<typeof alertHistorySchema>;

/** The body of `POST /api/alerts/:id/acknowledge`. */
export const rawAcknowledgementSchema = z.strictObject({
  by: z.string().trim().max(limits.nameLength).default(""),
  note: z.string().trim().max(limits.textLength).default(""),
});
/** The body of `POST /api/alerts/acknowledge`: many at once, as a storm has them. */
export const rawAcknowledgementsSchema = rawAcknowledgementSchema.extend({
  alerts: guarded(limits.alertsPerAcknowledgement, z.array(z.string().max(limits.nameLength)).min(1)),
});
/** Its answer: how many are acknowledged, and how many are not, for they do not fire (any more). */
export interface AcknowledgedMany {
  readonly acknowledged: number;
  readonly left: number;
}
export type RawAcknowledgement = z.infer<typeof rawAcknowledgementSchema>;
