import { z } from "zod";
import { storeKindSchema } from "./series-settings.ts";

/** Something that listens or collects: where, what came in, and the last lines that were no good, newest first. */
export const sourceStatusSchema = z.object({
  name: z.string(),
  /** "udp 127.0.0.1:8125", or for a collector what it reads. */
  address: z.string(),
  state: z.enum(["listening", "collecting", "failed"]),
  /** Why, where the state is `failed`. */
  error: z.string().optional(),
  received: z.number(),
  rejected: z.number(),
  lastReceivedMs: z.number().nullable(),
  bad: z.array(z.object({ timeMs: z.number(), line: z.string(), reason: z.string() })),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;

/** A sink's queue: what waits, and what was dropped because it was full. */
export const sinkStatusSchema = z.object({ name: z.string(), waiting: z.number(), dropped: z.number() });
export type SinkStatus = z.infer<typeof sinkStatusSchema>;

const fault = z.object({ sinceMs: z.number(), reason: z.string() });

/** A store beside the built-in one: where it is, since when and why it is away, and what became of what was written there. */
export const storeStatusSchema = z.object({
  name: z.string(),
  /** Null until it has said what it is. */
  kind: storeKindSchema.nullable(),
  address: z.string(),
  default: z.boolean(),
  write: z.boolean(),
  away: fault.nullable(),
  /** Samples since the start; `behindMs` is the age of the oldest that waits. Null where nothing is written there. */
  written: z
    .object({
      samples: z.number(),
      refused: z.number(),
      lost: z.number(),
      behindMs: z.number(),
      fault: fault.nullable(),
    })
    .nullable(),
});
export type StoreStatus = z.infer<typeof storeStatusSchema>;

/** The answer of `/api/status`: how this process is. */
export const statusSchema = z.object({
  version: z.string(),
  startedMs: z.number(),
  nowMs: z.number(),
  baseStepMs: z.number(),
  retentionMs: z.number(),
  sources: z.array(sourceStatusSchema),
  sinks: z.array(sinkStatusSchema),
  spool: z.object({ batches: z.number(), bytes: z.number(), maxBytes: z.number() }),
  series: z.number(),
  /** Days of history that lie in files, those that are over and do not, and why that fails, where it does. */
  compaction: z
    .object({ sealedDays: z.number(), waitingDays: z.number(), fault: z.string().nullable() })
    .optional(),
  stores: z.array(storeStatusSchema).default([]),
  /** What is wrong now, in words, with what to do; empty when nothing is. */
  problems: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type Status = z.infer<typeof statusSchema>;
