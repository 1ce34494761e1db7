import { z } from "zod";
import { alertSchema } from "./alert.ts";

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

/** The answer of `GET /api/notices`: newest first. */
export const noticeListSchema = z.object({ notices: z.array(noticeSchema), next: z.string().nullable() });
export type NoticeList = z.infer<typeof noticeListSchema>;

/** What a message shows beside its words: how the value went, the last deploy of the service, what else changed most. */
export interface NoticeContext {
  /** A PNG of the lane, two pixels for each that is shown. */
  readonly picture: { readonly png: Uint8Array; readonly width: number; readonly height: number } | undefined;
  readonly lastDeploy: { readonly words: string; readonly timeMs: number; readonly link: string } | undefined;
  readonly changed: readonly { readonly name: string; readonly words: string }[];
}
