import { z } from "zod";
import { alertSettingsSchema, outgoingSettingsSchema } from "./alert-settings.ts";
import { customFunctionSchema } from "./custom-function.ts";
import { duration } from "./duration.ts";
import { limits } from "./limits.ts";
import { metaSettingsSchema } from "./meta.ts";
import { seriesSettingsSchema } from "./series-settings.ts";

/** A whole number, or its digits as the environment has them. Nothing else is one: an empty setting is no 0. */
const whole = (min: number, max: number) =>
  z.preprocess(
    (given) => (typeof given === "string" && /^\d+$/.test(given) ? Number(given) : given),
    z.number().int().min(min).max(max),
  );

const port = whole(0, 65_535);

/** Settings of the process, from `mission-control.yaml` and the environment. Every one has a default. */
export const settingsSchema = z.strictObject({
  host: z.string().min(1).default("127.0.0.1"),
  port: port.default(4400),
  /** Further names that browsers may use for this server, besides its address and localhost. */
  allowedHosts: z.array(z.string()).default([]),
  dataDir: z.string().min(1).default("./data"),
  /** How often host metrics are collected and StatsD is flushed: the finest step of every wall. */
  step: duration(1_000, 60_000).prefault("5s"),
  /** How long after its end a step stays open for late samples. */
  grace: duration(0, 60_000).prefault("500ms"),
  /** How much is kept in memory, and how much on disk. */
  recent: duration(60_000, 86_400_000).prefault("3h"),
  retention: duration(3_600_000, 3_660 * 86_400_000).prefault("35d"),
  /** How much is kept of requests, which are many; never more than `retention`. */
  requestRetention: duration(3_600_000, 3_660 * 86_400_000).prefault("3d"),
  spoolMegabytes: whole(1, 100_000).default(512),
  maxSeries: whole(100, 10_000_000).default(200_000),
  statsd: z
    .strictObject({
      enabled: z.boolean().default(true),
      host: z.string().min(1).optional(),
      port: port.default(8125),
      /** Upper bounds of the timers' histogram buckets, in seconds. */
      buckets: z
        .array(z.number().positive())
        .min(1)
        .max(50)
        .default([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]),
    })
    .prefault({}),
  syslog: z
    .strictObject({
      enabled: z.boolean().default(true),
      host: z.string().min(1).optional(),
      port: port.default(5514),
      /** What HAProxy's captured headers are, in the order of its configuration; "" for one that is not wanted. */
      captures: z
        .strictObject({
          request: z.array(z.string().max(100)).max(20).default(["user_agent", "user", "country"]),
          response: z.array(z.string().max(100)).max(20).default(["version", "cache"]),
        })
        .prefault({}),
    })
    .prefault({}),
  /** Stores of series beside the built-in one. */
  series: seriesSettingsSchema.prefault({}),
  /** Functions that can follow a query, beside the ready-made ones and those made on the page. */
  functions: z.array(customFunctionSchema).max(limits.functions).default([]),
  /** The folder of views that stand in files; without one, `views` beside this file where there is such a folder. */
  views: z.strictObject({ folder: z.string().min(1).optional() }).prefault({}),
  /** What is said of metrics and events, beside what was said on the page. */
  meta: metaSettingsSchema.prefault({}),
  alerts: alertSettingsSchema.prefault({}),
  outgoing: outgoingSettingsSchema.prefault({}),
  probes: z
    .strictObject({
      /** Where probes are checked from, as the label `place` has it; this machine's name, where none is said. */
      place: z.string().trim().min(1).max(limits.nameLength).optional(),
    })
    .prefault({}),
  hostMetrics: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
  logLevel: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("warn"),
});
export type Settings = z.infer<typeof settingsSchema>;
