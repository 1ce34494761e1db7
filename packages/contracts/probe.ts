import { z } from "zod";
import { limits } from "./limits.ts";
import { slugSchema } from "./rule.ts";

const host = z
  .string()
  .trim()
  .min(1, "a host's name or address")
  .max(253, "a host's name has 253 characters at most")
  .regex(/^[^\s/?#@[\]]+$/, "a host's name or address, without a path");
const port = z.number({ error: "a port's number" }).int().min(1, "1 to 65535").max(65_535, "1 to 65535");
const length = (leastMs: number, mostMs: number) =>
  z
    .number({ error: "a length of time" })
    .int()
    .min(leastMs, `at least ${leastMs / 1_000} s`)
    .max(mostMs, `at most ${mostMs / 1_000} s`);

const about = {
  slug: slugSchema,
  name: z.string().trim().min(1, "give it a name").max(limits.nameLength),
  enabled: z.boolean().default(true),
  everyMs: length(5_000, 86_400_000).default(30_000),
  timeoutMs: length(100, 60_000).default(10_000),
};

/** The records that can be asked for. */
export const dnsRecords = [
  "A",
  "AAAA",
  "CAA",
  "CNAME",
  "MX",
  "NAPTR",
  "NS",
  "PTR",
  "SOA",
  "SRV",
  "TXT",
] as const;

/** What is checked from outside, again and again. */
export const probeSchema = z.discriminatedUnion("kind", [
  z
    .strictObject({
      ...about,
      kind: z.literal("http"),
      url: z
        .string()
        .trim()
        .max(limits.textLength)
        .refine((text) => /^https?:\/\/\S+$/i.test(text) && URL.canParse(text), {
          error: "an address that begins with https:// or http://",
        })
        .refine((text) => !URL.canParse(text) || isWithoutUser(new URL(text)), {
          error: "without a user and a password: they would be shown to whoever sees the probe",
        }),
      method: z.enum(["GET", "HEAD"]).default("GET"),
      /** Statuses that are good; none named is 200 to 299. A redirect is not followed. */
      statuses: z
        .array(
          z
            .number({ error: "statuses such as 200, 204" })
            .int()
            .min(100, "100 to 599")
            .max(599, "100 to 599"),
        )
        .max(20, "20 at most")
        .default([]),
      /** Text that the body has to hold, and text that it must not. The first MiB is looked at. */
      contains: z.string().max(limits.nameLength).default(""),
      lacks: z.string().max(limits.nameLength).default(""),
    })
    .refine(({ method, contains }) => method !== "HEAD" || contains === "", {
      path: ["contains"],
      error: "a HEAD request has no body to look into",
    }),
  z.strictObject({
    ...about,
    kind: z.literal("dns"),
    host,
    record: z.enum(dnsRecords).default("A"),
    /** `address` or `address:port` of who is asked; empty is this machine's own resolver. */
    resolver: z
      .string()
      .trim()
      .max(64)
      .refine((text) => text === "" || resolverOf(text) !== undefined, {
        error: "the address of a resolver, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53",
      })
      .default(""),
    /** A value that one of the answers has to be; empty is any answer. */
    expect: z.string().trim().max(limits.nameLength).default(""),
  }),
  z.strictObject({ ...about, kind: z.literal("tcp"), host, port }),
]);
export type Probe = z.infer<typeof probeSchema>;
export type ProbeKind = Probe["kind"];

const isWithoutUser = ({ username, password }: URL): boolean => username === "" && password === "";

/** A resolver's address and port, 53 where none is named; undefined where the text is none. A name is none: who would resolve it? */
export function resolverOf(text: string): { address: string; port: number } | undefined {
  const bare = z.union([z.ipv4(), z.ipv6()]);
  if (bare.safeParse(text).success) return { address: text, port: 53 };
  const [, inBrackets, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = inBrackets ?? plain ?? "";
  const isAddress = (inBrackets === undefined ? z.ipv4() : z.ipv6()).safeParse(address).success;
  const number = Number(digits ?? 53);
  return isAddress && port.safeParse(number).success ? { address, port: number } : undefined;
}

/** The parts of a check, in the order in which they happen. */
export const probePhases = ["resolve", "connect", "tls", "request", "processing", "transfer"] as const;
export type ProbePhase = (typeof probePhases)[number];

/** What a check gave. Times in ms. */
export const probeResultSchema = z.object({
  /** When it was over. */
  atMs: z.number(),
  ok: z.boolean(),
  /** What was found, or what was wrong, in words. */
  words: z.string(),
  tookMs: z.number(),
  /** A phase that did not come to its end is left out. */
  phasesMs: z.partialRecord(z.enum(probePhases), z.number()),
  /** Who answered, with the port. */
  address: z.string().nullable(),
  status: z.number().nullable(),
  /** Bytes of the body that were read. */
  bytes: z.number().nullable(),
  /** When the first certificate of the chain ends, whose it is and who issued it, and what is wrong with the chain. */
  certificateEndsMs: z.number().nullable(),
  certificateName: z.string().nullable(),
  certificateIssuer: z.string().nullable(),
  certificateFault: z.string().nullable(),
  /** What a name server answered. */
  answers: z.array(z.string()).nullable(),
});
export type ProbeResult = z.infer<typeof probeResultSchema>;

/** How a probe stands. `course` has its newest checks in short, newest first; `last` is the newest of them. */
export const probeStandSchema = z.object({
  probe: probeSchema,
  version: z.number(),
  /** Since when it fails; null where it does not, or was not checked yet. */
  failingSinceMs: z.number().nullable(),
  last: probeResultSchema.nullable(),
  course: z.array(z.object({ atMs: z.number(), ok: z.boolean(), tookMs: z.number() })),
});
export type ProbeStand = z.infer<typeof probeStandSchema>;

/** The answer of `GET /api/probes`: all probes, and the place that they are checked from. */
export const probeListSchema = z.object({
  place: z.string(),
  nowMs: z.number(),
  probes: z.array(probeStandSchema),
});
export type ProbeList = z.infer<typeof probeListSchema>;

/** The answer of `GET /api/probes/:slug`: with all results that are still known, newest first. */
export const probeDetailsSchema = probeStandSchema.extend({
  place: z.string(),
  nowMs: z.number(),
  results: z.array(probeResultSchema),
});
export type ProbeDetails = z.infer<typeof probeDetailsSchema>;
