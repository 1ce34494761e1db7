import { z } from "zod";
import { limits } from "./limits.ts";
import { slugSchema } from "./rule.ts";

const host = z
  .string()
  .trim()
  .min(1, "a host's name or address")
  .max(253)
  .regex(/^[^\s/?#@]+$/, "a host's name or address, without a path");
const port = z.number().int().min(1).max(65_535);

const about = {
  slug: slugSchema,
  name: z.string().trim().min(1, "give it a name").max(limits.nameLength),
  enabled: z.boolean().default(true),
  everyMs: z.number().int().min(5_000).max(86_400_000).default(30_000),
  timeoutMs: z.number().int().min(100).max(60_000).default(10_000),
};

/** What is checked from outside, again and again. */
export const probeSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...about,
    kind: z.literal("http"),
    url: z
      .string()
      .trim()
      .max(limits.textLength)
      .refine((text) => /^https?:\/\/\S+$/i.test(text) && URL.canParse(text), {
        error: "an address that begins with https:// or http://",
      }),
    method: z.enum(["GET", "HEAD"]).default("GET"),
    /** Statuses that are good; none named is 200 to 299. */
    statuses: z.array(z.number().int().min(100).max(599)).max(20).default([]),
    /** Text that the body has to hold, and text that it must not. The first MiB is looked at. */
    contains: z.string().max(limits.nameLength).default(""),
    lacks: z.string().max(limits.nameLength).default(""),
  }),
  z.strictObject({
    ...about,
    kind: z.literal("dns"),
    host,
    record: z
      .enum(["A", "AAAA", "CAA", "CNAME", "MX", "NAPTR", "NS", "PTR", "SOA", "SRV", "TXT"])
      .default("A"),
    /** `address` or `address:port` of who is asked; empty is this machine's own resolver. */
    resolver: z.string().trim().max(253).default(""),
    /** A value that one of the answers has to be; empty is any answer. */
    expect: z.string().trim().max(limits.nameLength).default(""),
  }),
  z.strictObject({ ...about, kind: z.literal("tcp"), host, port }),
]);
export type Probe = z.infer<typeof probeSchema>;

/** What a check gave. Times in ms; a phase that did not happen is left out. */
export const probeResultSchema = z.object({
  atMs: z.number(),
  ok: z.boolean(),
  /** What was found, or what was wrong, in words. */
  words: z.string(),
  tookMs: z.number(),
  phasesMs: z.record(z.string(), z.number()),
  status: z.number().nullable(),
  /** When the first certificate of the chain ends, and what is wrong with the chain. */
  certificateEndsMs: z.number().nullable(),
  certificateFault: z.string().nullable(),
});
export type ProbeResult = z.infer<typeof probeResultSchema>;

/** The answer of `GET /api/probes`. `results` are the newest, newest first. */
export const probeListSchema = z.object({
  probes: z.array(
    probeSchema.and(
      z.object({ version: z.number(), results: z.array(probeResultSchema), failing: z.boolean() }),
    ),
  ),
});
export type ProbeList = z.infer<typeof probeListSchema>;
