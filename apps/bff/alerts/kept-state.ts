import type { JudgeState } from "@mission-control/alerts";
import { alertStateSchema } from "@mission-control/contracts";
import type { KeptState } from "@mission-control/store";
import { z } from "zod";

const schema = z.object({
  id: z.string(),
  labels: z.record(z.string(), z.string()),
  state: alertStateSchema,
  sinceMs: z.number(),
  firingMs: z.number().nullable(),
  value: z.number().nullable(),
  error: z.string().nullable(),
  stepMs: z.number(),
  heldFromMs: z.number(),
  absentFromMs: z.number().nullable(),
  seen: z.boolean(),
}) satisfies z.ZodType<JudgeState>;

/**
 * The states of each rule as they were kept. All of a rule were judged together, so that the newest time is that of all: one that
 * stayed as it was is not written down at each step.
 */
export function keptStatesOf(kept: readonly KeptState[]): Map<string, JudgeState[]> {
  const byRule = new Map<string, JudgeState[]>();
  for (const { rule, state } of kept) {
    const { data } = schema.safeParse(state);
    if (data === undefined) continue;
    const known = byRule.get(rule);
    if (known === undefined) byRule.set(rule, [data]);
    else known.push(data);
  }
  for (const states of byRule.values()) {
    const lastMs = states.reduce((most, { stepMs }) => Math.max(most, stepMs), 0);
    for (const state of states) state.stepMs = lastMs;
  }
  return byRule;
}
