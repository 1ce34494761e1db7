import { z } from "zod";
import { alertStateSchema } from "./alert.ts";
import { ruleSchema } from "./rule.ts";
import { ruleOperatorSchema, ruleWhenSchema } from "./rule-when.ts";

const HOUR_MS = 3_600_000;

/** The body of `POST /api/rules/preview` and of `POST /api/rules/tune`: what the rule would have done in the last `rangeMs`. */
export const replayQuestionSchema = z.strictObject({
  rule: ruleSchema,
  rangeMs: z
    .number()
    .int()
    .min(HOUR_MS)
    .max(30 * 24 * HOUR_MS),
  /** Its end; without one the last sealed step. */
  toMs: z.number().int().positive().optional(),
  /** For `tune`: how often a week people want to be woken at most. */
  atMostPerWeek: z.number().min(0).max(1_000).optional(),
});
export type ReplayQuestion = z.infer<typeof replayQuestionSchema>;

/** For so long an alert was in one state; what is normal has none. */
export const stretchSchema = z.object({ state: alertStateSchema, fromMs: z.number(), toMs: z.number() });
export type Stretch = z.infer<typeof stretchSchema>;

/** What is counted of a replay. Lengths in ms; `nearDeploy` of the firings began within ten minutes after a deploy. */
export const replayStatsSchema = z.object({
  firings: z.number(),
  perWeek: z.number(),
  medianMs: z.number().nullable(),
  /** Fired again within ten minutes after it had cleared. */
  flaps: z.number(),
  nearDeploy: z.number(),
});
export type ReplayStats = z.infer<typeof replayStatsSchema>;

/** What a rule would have done, evaluated as it is live. */
export const replaySchema = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  stepMs: z.number(),
  steps: z.number(),
  tookMs: z.number(),
  stats: replayStatsSchema,
  /** Each label set, those that fired most in front; `more` is how many are not told. */
  alerts: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      stretches: z.array(stretchSchema),
      firings: z.number(),
    }),
  ),
  more: z.number(),
  /** The values, the least, mean and most of each column; null is a gap. As many series as a chart can tell apart. */
  chart: z.object({
    timesMs: z.array(z.number()),
    series: z.array(
      z.object({
        labels: z.record(z.string(), z.string()),
        min: z.array(z.number().nullable()),
        mean: z.array(z.number().nullable()),
        max: z.array(z.number().nullable()),
      }),
    ),
  }),
  /** Where a value is bad and where it is good again, in the chart's unit; null where any value fires. */
  levels: z
    .object({
      op: ruleOperatorSchema,
      level: z.number(),
      upper: z.number().nullable(),
      clear: z.number(),
      clearUpper: z.number().nullable(),
    })
    .nullable(),
  unit: z.string(),
  /** What is odd: an expression that gives nothing, fewer data than were asked for. */
  warnings: z.array(z.string()),
});
export type Replay = z.infer<typeof replaySchema>;

/** A line of the answer of `preview` (NDJSON): how far it is, from 0 to 1, then the replay or why there is none. */
export const replayLineSchema = z.union([
  z.object({ progress: z.number() }),
  z.object({ replay: replaySchema }),
  z.object({ failed: z.string(), code: z.string() }),
]);
export type ReplayLine = z.infer<typeof replayLineSchema>;

/** The answer of `POST /api/rules/tune`: what would wake people at most so often, the one nearest to the rule first. */
export const tuningSchema = z.object({
  now: replayStatsSchema,
  proposals: z.array(
    z.object({
      when: ruleWhenSchema,
      forMs: z.number(),
      clearForMs: z.number(),
      stats: replayStatsSchema,
      /** What is different, in words: "above 340 ms for 5 min". */
      words: z.string(),
    }),
  ),
});
export type Tuning = z.infer<typeof tuningSchema>;
