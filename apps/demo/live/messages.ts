import { z } from "zod";

const faults = z.object({
  latencyFactor: z.number().positive(),
  errorShare: z.number().min(0).max(1),
  leaksPerMinute: z.number().nonnegative(),
  filesPerMinute: z.number().nonnegative(),
  reportsMissing: z.boolean(),
});

/** All that an instance's process must know. */
export const assignmentSchema = z.object({
  spec: z.object({
    name: z.string(),
    service: z.enum(["web", "api"]),
    version: z.string(),
    weight: z.number(),
    faults,
  }),
  seed: z.string(),
  /** Mission Control's HTTP, and its StatsD. */
  url: z.string(),
  statsd: z.object({ host: z.string(), port: z.number() }),
  /** The shop's database, which the api's instances share. */
  database: z.string(),
  /** The balancer's frontend for the api. */
  apiPort: z.number(),
  /** A folder of its own, for what Mission Control has not got yet. */
  spoolDir: z.string(),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** What the company tells an instance's process; first of all `begin`. */
export const orderSchema = z.discriminatedUnion("order", [
  z.object({ order: z.literal("begin"), assignment: assignmentSchema }),
  z.object({ order: z.literal("fault"), faults }),
  z.object({ order: z.literal("end") }),
]);
export type Order = z.infer<typeof orderSchema>;

/** What an instance's process tells the company, once. */
export const newsSchema = z.discriminatedUnion("news", [
  z.object({ news: z.literal("listening"), port: z.number() }),
  z.object({ news: z.literal("failed"), reason: z.string() }),
]);
export type News = z.infer<typeof newsSchema>;
