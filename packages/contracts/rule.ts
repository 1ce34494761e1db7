import { z } from "zod";
import { severitySchema } from "./event.ts";
import { guarded } from "./guarded.ts";
import { limits } from "./limits.ts";
import { type RuleWhen, ruleWhenSchema } from "./rule-when.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const text = z.string().trim().max(limits.nameLength);
const long = z.string().max(limits.textLength);
const time = (mostMs: number) => z.number({ error: "a length of time" }).int().min(0).max(mostMs);
const labelName = z
  .string()
  .regex(/^[a-zA-Z_][\w.]*$/, "a label's name")
  .max(limits.nameLength);

/** The name of a rule, a channel, a probe or a mute time as it stands in addresses. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "small letters, digits and -, 64 characters at most");

/** Whom a rule tells, and how: the stages that its alerts pass, with Alertmanager's defaults. */
export const ruleTellSchema = z.strictObject({
  channels: z.array(slugSchema).max(limits.channelsPerRule).default([]),
  /** Alerts that agree in these labels are told of together; `rule` is the rule itself. */
  groupBy: z.array(labelName).max(10).default(["rule"]),
  /** How long the first message of a group waits for others, and how long after a message the next of the same group. */
  waitMs: time(DAY_MS).default(30_000),
  intervalMs: time(DAY_MS).default(5 * MINUTE_MS),
  /** How often what still fires is told of again until it is acknowledged. 0 is never. */
  repeatMs: time(30 * DAY_MS).default(4 * 3_600_000),
  /** Unacknowledged so long after the first message, the next channels are told as well. */
  escalate: z
    .array(
      z.strictObject({
        afterMs: time(7 * DAY_MS),
        channels: z.array(slugSchema).min(1).max(limits.channelsPerRule),
      }),
    )
    .max(5)
    .default([]),
  resolved: z.boolean().default(true),
});
export type RuleTell = z.infer<typeof ruleTellSchema>;

/** What becomes of an alert where there is no data, or where the evaluation fails. `keep` leaves it as it was. */
export const noDataSchema = z.enum(["no-data", "firing", "normal", "keep"]);
export const onErrorSchema = z.enum(["error", "firing", "normal", "keep"]);

/** An alert rule: what it looks at, for how long, whom it tells and what it says. */
export const ruleSchema = z.strictObject({
  slug: slugSchema,
  name: text.min(1, "give it a name"),
  enabled: z.boolean().default(true),
  when: ruleWhenSchema,
  /** How often it is evaluated; never more often than the process' own step. */
  everyMs: z.number().int().min(1_000).max(3_600_000).default(10_000),
  /** How long it has to be bad before it fires, and good before it is over. */
  forMs: time(DAY_MS).default(0),
  clearForMs: time(DAY_MS).default(0),
  noData: noDataSchema.default("no-data"),
  /** How long data may be missing before that counts. */
  noDataAfterMs: time(DAY_MS).default(2 * MINUTE_MS),
  onError: onErrorSchema.default("error"),
  severity: severitySchema.default("error"),
  owner: text.default(""),
  /** Where it is written what to do. */
  runbook: z
    .string()
    .trim()
    .max(limits.textLength)
    .refine((given) => given === "" || (/^https?:\/\/\S+$/i.test(given) && URL.canParse(given)), {
      error: "an address that begins with https:// or http://",
    })
    .default(""),
  /** Further labels of its alerts. Their own win. */
  labels: guarded(20, z.record(labelName, text.min(1))).default({}),
  /** What is said: `{{value}}`, `{{name}}`, `{{severity}}` and any label in double braces. */
  title: long.default("{{name}}"),
  description: long.default(""),
  /** The view that a message links to, at the moment of the alert. */
  view: slugSchema.optional(),
  tell: ruleTellSchema.prefault({}),
});
export type Rule = z.infer<typeof ruleSchema>;

/** A rule as it is kept: each save is another version. `file` where it came from a Prometheus rule file. */
export const keptRuleSchema = ruleSchema.extend({ version: z.number().int().min(1), savedMs: z.number() });
export type KeptRule = z.infer<typeof keptRuleSchema>;

/** A version of a rule as it was saved. */
export const savedRuleSchema = keptRuleSchema.extend({ savedBy: z.string() });
export type SavedRule = z.infer<typeof savedRuleSchema>;

/** How a rule is doing: when it was evaluated last, how long that took, what was missed, how its alerts stand. */
export const ruleHealthSchema = z.object({
  lastMs: z.number().nullable(),
  tookMs: z.number().nullable(),
  /** Evaluations that were due and did not happen, since the process started. */
  missed: z.number(),
  /** Why the last evaluation failed, or what is odd about it. */
  error: z.string().nullable(),
  state: z.enum(["normal", "pending", "firing", "recovering", "no-data", "error", "off", "new"]),
  firing: z.number(),
  pending: z.number(),
});
export type RuleHealth = z.infer<typeof ruleHealthSchema>;

/** The answer of `GET /api/rules`. */
export const ruleListSchema = z.object({
  rules: z.array(keptRuleSchema.extend({ health: ruleHealthSchema })),
});
export type RuleList = z.infer<typeof ruleListSchema>;

/** What the schema cannot say of one field alone: what is wrong with a whole rule, each fault at its field. */
export function ruleFaults(rule: Rule): { path: string; message: string }[] {
  return [...whenFaults(rule.when)];
}

function* whenFaults(when: RuleWhen): Generator<{ path: string; message: string }> {
  if (when.kind === "events") {
    const { types, service, host, search, fingerprint, severity } = when.events;
    const says = types.length > 0 || [service, host, search, fingerprint].some((part) => part !== "");
    if (!says && severity === undefined)
      yield { path: "when.events", message: "say which events: a type, a service, words or a fingerprint" };
  }
  if (when.kind !== "threshold") return;
  const { op, level, upper, clear, clearUpper } = when;
  const isRange = op === "inside" || op === "outside";
  if (isRange && upper === undefined) yield { path: "when.upper", message: "say where the range ends" };
  if (isRange && upper !== undefined && upper < level)
    yield { path: "when.upper", message: "the range ends before it begins" };
  if (op === "above" && clear !== undefined && clear > level)
    yield { path: "when.clear", message: "it has to clear at or below the level at which it fires" };
  if (op === "below" && clear !== undefined && clear < level)
    yield { path: "when.clear", message: "it has to clear at or above the level at which it fires" };
  if (op === "outside" && clear !== undefined && clear < level)
    yield { path: "when.clear", message: "it has to clear within the range" };
  if (op === "outside" && clearUpper !== undefined && upper !== undefined && clearUpper > upper)
    yield { path: "when.clearUpper", message: "it has to clear within the range" };
  if (op === "inside" && clear !== undefined && clear > level)
    yield { path: "when.clear", message: "it has to clear outside the range" };
  if (op === "inside" && clearUpper !== undefined && upper !== undefined && clearUpper < upper)
    yield { path: "when.clearUpper", message: "it has to clear outside the range" };
}
