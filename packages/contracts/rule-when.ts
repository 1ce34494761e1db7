import { z } from "zod";
import { guarded } from "./guarded.ts";
import { limits } from "./limits.ts";
import { storeNameSchema } from "./series-settings.ts";
import { unitSchema } from "./unit.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const expr = z.string().trim().min(1, "say what to look at").max(limits.expressionLength);
const store = storeNameSchema.optional();
const word = z.string().trim().max(limits.nameLength);
const level = z.number({ error: "a number" });
const span = (leastMs: number, mostMs: number) =>
  z
    .number({ error: "a length of time" })
    .int()
    .min(leastMs, `at least ${leastMs / 1_000} s`)
    .max(mostMs, `at most ${mostMs / DAY_MS} d`);
const labelName = z
  .string()
  .trim()
  .regex(/^[a-zA-Z_][\w.]*$/, "a label's name")
  .max(limits.nameLength);

/** Labels and the values they must have, exactly: `{ service: "api" }`. */
const sendersSchema = guarded(10, z.record(labelName, word.min(1))).refine(
  (labels) => Object.keys(labels).length > 0,
  { error: "name the service, or another label of its senders" },
);

/** Which events count: each part that is said has to fit; `search` may stand anywhere in the title, in any case. */
export const ruleEventsSchema = z.strictObject({
  types: z.array(word.min(1)).max(20).default([]),
  service: word.default(""),
  host: word.default(""),
  search: word.default(""),
  fingerprint: word.default(""),
  severity: z.enum(["info", "warning", "error", "critical"]).optional(),
});
export type RuleEvents = z.infer<typeof ruleEventsSchema>;

/** Where a value is bad. `inside` and `outside` are of the range from `level` to `upper`, its ends being inside. */
export const ruleOperators = ["above", "below", "inside", "outside"] as const;
export const ruleOperatorSchema = z.enum(ruleOperators);
export type RuleOperator = z.infer<typeof ruleOperatorSchema>;

/**
 * What a rule looks at, and when that is bad. Times are in milliseconds, values in the unit of what is looked at.
 * Every kind becomes an expression (or a count of events) and a range that is bad: `packages/alerts/condition.ts`.
 */
export const ruleWhenSchema = z.discriminatedUnion("kind", [
  /** A value past a level. Once firing it is over when it is past `clear`, which without one is the level itself. */
  z.strictObject({
    kind: z.literal("threshold"),
    expr,
    store,
    unit: unitSchema.default("none"),
    op: ruleOperatorSchema.default("above"),
    level,
    upper: level.optional(),
    clear: level.optional(),
    clearUpper: level.optional(),
  }),
  /** No sample came from any sender with these labels for `afterMs`. */
  z.strictObject({
    kind: z.literal("quiet"),
    senders: sendersSchema,
    afterMs: span(10_000, 7 * DAY_MS).default(2 * MINUTE_MS),
  }),
  /** From at least so many senders of those with these labels no sample came for `afterMs`. */
  z.strictObject({
    kind: z.literal("senders"),
    senders: sendersSchema,
    atLeast: z.number().int().min(1).max(100_000).default(1),
    afterMs: span(10_000, 7 * DAY_MS).default(2 * MINUTE_MS),
  }),
  /** More than so many events within `windowMs`. */
  z.strictObject({
    kind: z.literal("events"),
    events: ruleEventsSchema,
    moreThan: z.number().int().min(0).max(1_000_000),
    windowMs: span(10_000, DAY_MS).default(5 * MINUTE_MS),
  }),
  /** Requests of a service slower than `aboveS` seconds: of all the share `quantile` is faster. 1 is the slowest bucket. */
  z.strictObject({
    kind: z.literal("slow"),
    service: word.default(""),
    quantile: z.number().min(0.5).max(1).default(0.9),
    aboveS: z.number().positive(),
    windowMs: span(30_000, DAY_MS).default(5 * MINUTE_MS),
  }),
  /** The mean of `windowMs` has changed by more than `byRatio` (0.5 is by half) against that of an hour, a day or a week before. */
  z.strictObject({
    kind: z.literal("change"),
    expr,
    store,
    against: z.enum(["hour", "day", "week"]).default("week"),
    direction: z.enum(["up", "down", "either"]).default("either"),
    byRatio: z.number().positive().max(1_000),
    windowMs: span(MINUTE_MS, DAY_MS).default(10 * MINUTE_MS),
  }),
  /** Going on as in the last `fromMs`, the value will be past the level within `withinMs`. */
  z.strictObject({
    kind: z.literal("forecast"),
    expr,
    store,
    unit: unitSchema.default("none"),
    op: z.enum(["above", "below"]).default("above"),
    level,
    withinMs: span(10 * MINUTE_MS, 400 * DAY_MS).default(7 * DAY_MS),
    fromMs: span(10 * MINUTE_MS, 30 * DAY_MS).default(DAY_MS),
  }),
  /**
   * A probe failed: in more than the share `failing` of the checks of `windowMs`, at `places` of its places or more at the same
   * time. Without a name any probe.
   */
  z.strictObject({
    kind: z.literal("probe"),
    probe: word.default(""),
    failing: z.number().min(0).max(1).default(0.5),
    places: z.number().int().min(1).max(100).default(1),
    windowMs: span(10_000, DAY_MS).default(5 * MINUTE_MS),
  }),
  /** A certificate that a probe saw ends within `withinDays`. Without a name any probe's. It is told of each day. */
  z.strictObject({
    kind: z.literal("certificate"),
    probe: word.default(""),
    withinDays: z.number().int().min(1).max(365).default(15),
  }),
  /** Whatever PromQL gives, each series an alert, as Prometheus' own rules have it. */
  z.strictObject({ kind: z.literal("promql"), expr, store, unit: unitSchema.default("none") }),
]);
export type RuleWhen = z.infer<typeof ruleWhenSchema>;
export type RuleKind = RuleWhen["kind"];
