import { z } from "zod";
import { alertSchema } from "./alert.ts";
import { limits } from "./limits.ts";

/** Why a notice is sent. */
export const noticeReasons = ["firing", "changed", "repeat", "escalation", "resolved", "test"] as const;
export const noticeReasonSchema = z.enum(noticeReasons);
export type NoticeReason = z.infer<typeof noticeReasonSchema>;

/** An attempt to send a notice: what the other side answered. */
export const attemptSchema = z.object({
  atMs: z.number(),
  ok: z.boolean(),
  words: z.string(),
  tookMs: z.number(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/**
 * A message about alerts that agree in the labels of their group, through one channel. `id` is sent along each time, so that who
 * gets it twice can tell.
 */
export const noticeSchema = z.object({
  id: z.string(),
  channel: z.string(),
  group: z.string(),
  reason: noticeReasonSchema,
  /** The alerts it tells, as they were; `more` is how many others it only counts. */
  alerts: z.array(alertSchema),
  more: z.number(),
  createdMs: z.number(),
  state: z.enum(["waiting", "sent", "failed"]),
  /** When it is tried next, while it waits. */
  nextMs: z.number().nullable(),
  attempts: z.array(attemptSchema),
  /** The notice in whose place this one is sent, by the fallback channel. */
  insteadOf: z.string().nullable(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** A notice as it is planned, before anyone has tried to send it. `id` is a new one that no other notice ever had. */
export type NewNotice = Omit<Notice, "state" | "nextMs" | "attempts" | "insteadOf"> & {
  readonly insteadOf?: string | null;
};

/** What of the log is asked for; each part that is said has to fit. `before` is the `next` of an earlier answer. */
export const noticeQuerySchema = z.object({
  state: z.enum(["waiting", "sent", "failed"]).optional(),
  channel: z.string().max(limits.nameLength).optional(),
  /** The id of an alert that it tells by name. */
  alert: z.string().max(limits.nameLength).optional(),
  before: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, "the `next` of an earlier answer")
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type NoticeQuery = z.infer<typeof noticeQuerySchema>;

/** The answer of `GET /api/notices`: newest first. `dropped` are those that were never tried, as too many waited. */
export const noticeListSchema = z.object({
  notices: z.array(noticeSchema),
  next: z.string().nullable(),
  dropped: z.number(),
});
export type NoticeList = z.infer<typeof noticeListSchema>;

/** What a message shows beside its words: how the value went, the last deploy of the service, what else changed most. */
export interface NoticeContext {
  /** A PNG of the lane, two pixels for each that is shown. */
  readonly picture: { readonly png: Uint8Array; readonly width: number; readonly height: number } | undefined;
  readonly lastDeploy: { readonly words: string; readonly timeMs: number; readonly link: string } | undefined;
  readonly changed: readonly { readonly name: string; readonly words: string }[];
}
