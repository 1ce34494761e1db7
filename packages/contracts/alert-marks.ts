import { z } from "zod";
import { alertStateSchema } from "./alert.ts";
import { severitySchema } from "./event.ts";
import { ruleWhenSchema } from "./rule-when.ts";

/**
 * The answer of `GET /api/alerts/marks`: what a wall shows of rules at its lanes. `metrics` are the names of the metrics that a
 * rule reads; `alerts` are those of its alerts that are not normal, at most so many as a wall can tell apart. `firing` counts all.
 */
export const alertMarksSchema = z.object({
  atMs: z.number(),
  firing: z.number(),
  rules: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      metrics: z.array(z.string()),
      when: ruleWhenSchema,
      forMs: z.number(),
      alerts: z.array(
        z.object({
          id: z.string(),
          labels: z.record(z.string(), z.string()),
          state: alertStateSchema,
          severity: severitySchema,
          sinceMs: z.number(),
        }),
      ),
    }),
  ),
});
export type AlertMarks = z.infer<typeof alertMarksSchema>;
