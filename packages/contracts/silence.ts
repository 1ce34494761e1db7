import { z } from "zod";
import { guarded } from "./guarded.ts";
import { limits } from "./limits.ts";
import { slugSchema } from "./rule.ts";

const name = z.string().trim().min(1).max(limits.nameLength);

/** A matcher of an alert's labels, as Alertmanager has it. `rule`, `severity` and `owner` are labels, too. RE2's expressions, anchored. */
export const alertMatcherSchema = z.strictObject({
  label: name,
  op: z.enum(["=", "!=", "=~", "!~"]).default("="),
  value: z.string().max(limits.nameLength),
});
export type AlertMatcher = z.infer<typeof alertMatcherSchema>;

const matchers = guarded(limits.matchersPerSilence, z.array(alertMatcherSchema).min(1, "say which alerts"));

/** The body of `POST /api/silences`: nobody is told of alerts that pass every matcher from `fromMs` to `toMs`. */
export const rawSilenceSchema = z
  .strictObject({
    matchers,
    fromMs: z.number().int().nonnegative(),
    toMs: z.number().int().nonnegative(),
    reason: z.string().trim().min(1, "say why").max(limits.textLength),
    by: z.string().trim().max(limits.nameLength).default(""),
  })
  .refine(({ fromMs, toMs }) => toMs > fromMs, { path: ["toMs"], error: "it ends before it begins" });
export type RawSilence = z.infer<typeof rawSilenceSchema>;

/** The body of `POST /api/silences/preview`: which alerts of now would these keep quiet? */
export const silencePreviewSchema = z.strictObject({ matchers });

export const silenceSchema = z.object({
  id: z.string(),
  matchers: z.array(alertMatcherSchema),
  fromMs: z.number(),
  toMs: z.number(),
  reason: z.string(),
  by: z.string(),
  createdMs: z.number(),
  state: z.enum(["coming", "active", "over"]),
});
export type Silence = z.infer<typeof silenceSchema>;
export const silenceListSchema = z.object({ silences: z.array(silenceSchema) });

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const minuteOfDay = z.number().int().min(0).max(1_440);

/** Times of each week at which nobody is told of alerts that pass the matchers (all, without any): nights, weekends. */
export const muteTimeSchema = z
  .strictObject({
    slug: slugSchema,
    name,
    matchers: guarded(limits.matchersPerSilence, z.array(alertMatcherSchema)).default([]),
    weekdays: z
      .array(z.enum(weekdays))
      .min(1)
      .max(7)
      .default([...weekdays]),
    /** Minutes of the day in the zone; an end at or before the start is on the next day. */
    fromMinute: minuteOfDay,
    toMinute: minuteOfDay,
    zone: z.string().min(1).max(100).default("UTC"),
  })
  .refine(({ zone }) => isZone(zone), {
    path: ["zone"],
    error: 'a time zone by its name, such as "Europe/Berlin"',
  });
export type MuteTime = z.infer<typeof muteTimeSchema>;
/** The answer of `GET /api/mute-times`: each save is another version. */
export const muteTimeListSchema = z.object({
  muteTimes: z.array(muteTimeSchema.safeExtend({ version: z.number() })),
});

/** While an alert passes `source`, nobody is told of those that pass `target` and agree with it in the labels `equal`. */
export const inhibitionSchema = z.strictObject({
  slug: slugSchema,
  name,
  source: matchers,
  target: matchers,
  equal: z.array(name).max(10).default([]),
});
export type Inhibition = z.infer<typeof inhibitionSchema>;
/** The answer of `GET /api/inhibitions`: each save is another version. */
export const inhibitionListSchema = z.object({
  inhibitions: z.array(inhibitionSchema.extend({ version: z.number() })),
});

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
