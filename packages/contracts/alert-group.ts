import { z } from "zod";
import { alertSchema } from "./alert.ts";

/** What people are told of an alert, as what it is: what recovers still fires. */
const toldStateSchema = z.enum(["firing", "no-data", "error"]);
export type ToldState = z.infer<typeof toldStateSchema>;

/** An alert that somebody was told of and nobody was told yet that it is over. */
const toldAlertSchema = z.object({
  /** What it takes to say that it is over where its rule or its labels are gone by then. */
  alert: alertSchema.pick({
    id: true,
    rule: true,
    ruleName: true,
    labels: true,
    firingMs: true,
    unit: true,
    severity: true,
    title: true,
    owner: true,
    link: true,
  }),
  /** When it was told of first, since it fires and nothing keeps it quiet. */
  atMs: z.number(),
  /** How many steps of its rule's escalation were taken. */
  steps: z.number(),
  /** What each channel was told that it is. */
  channels: z.record(z.string(), toldStateSchema),
  /** The channels that were told of it by name; to the others it was only counted. */
  named: z.array(z.string()).default([]),
  /** Whether it is told when it is over. */
  resolved: z.boolean(),
  /** Whether something has kept it quiet since it was told: when that ends it is told of anew. */
  hushed: z.boolean(),
});
export type ToldAlert = z.infer<typeof toldAlertSchema>;

/**
 * Alerts that are told of together, and what was told of them: all that has to be known so that after a restart nothing is told
 * twice and nothing forgotten. It is over once nothing of it fires, that has been told, and the interval after that has passed.
 */
export const alertGroupSchema = z.object({
  /** 32 hexadecimal digits, the same for the same channels and labels. */
  key: z.string(),
  /** What its alerts agree in. */
  labels: z.record(z.string(), z.string()),
  /** The channels of its rules, by name: groups of the same channels are counted together. */
  route: z.string(),
  /** Whether it holds what would be too many groups otherwise. */
  rest: z.boolean(),
  /** When its first alert came. */
  sinceMs: z.number(),
  /** The newest message that was none of an escalation. */
  toldMs: z.number().nullable(),
  /** How long after a message the next one may be. */
  intervalMs: z.number(),
  /** The newest message of each channel. */
  channels: z.record(z.string(), z.number()),
  told: z.record(z.string(), toldAlertSchema),
});
export type AlertGroup = z.infer<typeof alertGroupSchema>;
