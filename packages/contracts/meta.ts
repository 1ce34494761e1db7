import { z } from "zod";
import { limits } from "./limits.ts";
import { isPattern, metaEventsText, metaMatchText } from "./meta-match.ts";
import { rampSchema, unitSchema } from "./unit.ts";

const WORD = /^[^\p{Cc}]*$/u;
const word = z.string().trim().min(1).max(limits.metaWordLength).regex(WORD, "one line of text");
const words = z.string().trim().min(1).max(limits.metaTextLength);

/** The icons that metrics and triggers can have, as lucide names them. */
export const metaIcons = [
  "activity",
  "arrow-down-up",
  "bell",
  "bug",
  "chart-line",
  "circle-x",
  "clock",
  "cloud",
  "coins",
  "cpu",
  "credit-card",
  "database",
  "flame",
  "gauge",
  "globe",
  "hard-drive",
  "heart-pulse",
  "hourglass",
  "key",
  "layers",
  "lock",
  "mail",
  "megaphone",
  "memory-stick",
  "message-square",
  "messages-square",
  "network",
  "package",
  "rocket",
  "search",
  "server",
  "shield-alert",
  "shopping-cart",
  "skull",
  "snail",
  "thermometer",
  "timer",
  "triangle-alert",
  "users",
  "wrench",
  "zap",
] as const;
export const metaIconSchema = z.enum(metaIcons);
export type MetaIcon = z.infer<typeof metaIconSchema>;

/** Whether it is bad or good when a value grows. */
export const directionSchema = z.enum(["up-is-bad", "up-is-good", "neither"]);
export type Direction = z.infer<typeof directionSchema>;

/** Where it is written what to do. Only ever a link to follow, so nothing but http(s). */
const runbook = z
  .string()
  .max(limits.metaTextLength)
  .refine((text) => /^https?:\/\/\S+$/i.test(text) && URL.canParse(text), {
    error: "an address that begins with https:// or http://",
  });

const metaAboutFields = z.strictObject({
  /** How people call it, in place of its name. */
  name: word.optional(),
  /** The unit of its own values; a rate of them is in that per second. */
  unit: unitSchema.optional(),
  icon: metaIconSchema.optional(),
  ramp: rampSchema.optional(),
  direction: directionSchema.optional(),
  description: words.optional(),
  runbook: runbook.optional(),
  owner: word.optional(),
});

/** What is said of a metric or of a label set. */
const metaAboutSchema = metaAboutFields.refine((about) => Object.keys(about).length > 0, {
  error: "say at least one thing of it",
});
export type MetaAbout = z.infer<typeof metaAboutFields>;

const pattern = (shape: RegExp, says: string) => z.string().max(limits.nameLength).regex(shape, says);
const metricPattern = pattern(/^[a-zA-Z_:*][\w:.*]*$/, "a metric's name, * for any part of it").refine(
  (text) => /[^*]/.test(text),
  { error: "leave the metric out where any is meant" },
);
const labelName = pattern(/^[a-zA-Z_][\w.]*$/, "a label's name").refine((name) => name !== "__name__", {
  error: "the name of a metric stands under metric",
});

/** See MetaMatch. */
const metaMatchSchema = z
  .strictObject({
    metric: metricPattern.optional(),
    labels: z.record(labelName, z.string().min(1).max(limits.nameLength)).optional(),
  })
  .refine(({ labels = {} }) => Object.keys(labels).length <= limits.labelsPerMetaRule, {
    path: ["labels"],
    error: `at most ${limits.labelsPerMetaRule} labels`,
  })
  .refine(({ metric, labels = {} }) => metric !== undefined || Object.keys(labels).length > 0, {
    error: "name a metric, labels, or both",
  });

/**
 * What people say of every series that `match` matches. Where it names no metric, `name` is what the value of its one label is
 * called: `{ labels: { version: "412" } }` with the name "Summer release".
 */
export const metaRuleSchema = z
  .strictObject({ match: metaMatchSchema, about: metaAboutSchema })
  .refine(({ match, about }) => about.name === undefined || canBeNamed(match), {
    path: ["about", "name"],
    error: "only a metric has a name, or one value of one label",
  });
export type MetaRule = z.infer<typeof metaRuleSchema>;

function canBeNamed({ metric, labels = {} }: z.infer<typeof metaMatchSchema>): boolean {
  const values = Object.values(labels);
  return metric !== undefined || (values.length === 1 && !values.some(isPattern));
}

/** Which events a trigger is about: each part that is said has to fit. `title` may stand anywhere in an event's, in any case. */
export const metaEventsSchema = z
  .strictObject({
    type: word.optional(),
    title: word.optional(),
    fingerprint: word.optional(),
  })
  .refine((match) => Object.keys(match).length > 0, {
    error: "name a type, words of the title, or a fingerprint",
  });
export type MetaEvents = z.infer<typeof metaEventsSchema>;

/** How events of a kind are shown, and what to do about them. */
export const metaTriggerSchema = z.strictObject({
  match: metaEventsSchema,
  about: z
    .strictObject({
      icon: metaIconSchema.optional(),
      description: words.optional(),
      runbook: runbook.optional(),
    })
    .refine((about) => Object.keys(about).length > 0, { error: "say at least one thing of it" }),
});
export type MetaTrigger = z.infer<typeof metaTriggerSchema>;

/** What a team says of its metrics and events in its settings. */
export const metaSettingsSchema = z.strictObject({
  rules: z.array(metaRuleSchema).max(limits.metaRules).default([]),
  triggers: z.array(metaTriggerSchema).max(limits.metaTriggers).default([]),
});
export type MetaSettings = z.infer<typeof metaSettingsSchema>;

/** Where it stands: made on the page, or in the settings file, where alone it can be changed. `key` is its place in addresses. */
const kept = {
  key: z.string(),
  origin: z.enum(["settings", "made"]),
  /** Of what was made: one more with each change. */
  version: z.number().int().optional(),
};

/** The answer of `GET /api/meta`. */
export const metaListSchema = z.object({
  rules: z.array(metaRuleSchema.safeExtend(kept)),
  triggers: z.array(metaTriggerSchema.extend(kept)),
});
export type MetaList = z.infer<typeof metaListSchema>;

/** The kinds of what can be said, as they stand in addresses: of series, and of events. */
export const metaKinds = {
  rules: {
    schema: metaRuleSchema,
    keyOf: (rule: MetaRule) => metaMatchText(rule.match),
    most: limits.metaRules,
  },
  triggers: {
    schema: metaTriggerSchema,
    keyOf: (trigger: MetaTrigger) => metaEventsText(trigger.match),
    most: limits.metaTriggers,
  },
} as const;
export type MetaKind = keyof typeof metaKinds;
