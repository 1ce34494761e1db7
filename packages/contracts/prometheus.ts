import { z } from "zod";

/** Prometheus' answer to a query that could not be answered. `line` and `column` (from 1) are ours, where the fault has a place. */
export const promErrorSchema = z.object({
  status: z.literal("error"),
  errorType: z.enum(["bad_data", "execution", "timeout", "canceled", "internal", "unavailable", "not_found"]),
  error: z.string(),
  line: z.number().optional(),
  column: z.number().optional(),
});
export type PromError = z.infer<typeof promErrorSchema>;

const labels = z.record(z.string(), z.string());
/** A time in seconds and a value as text, as Prometheus writes them. */
const pair = z.tuple([z.number(), z.string()]);

export const promDataSchema = z.discriminatedUnion("resultType", [
  z.object({ resultType: z.literal("vector"), result: z.array(z.object({ metric: labels, value: pair })) }),
  z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ metric: labels, values: z.array(pair) })),
  }),
  z.object({ resultType: z.literal("scalar"), result: pair }),
  z.object({ resultType: z.literal("string"), result: pair }),
]);
export type PromData = z.infer<typeof promDataSchema>;

/** The answer of `/api/v1/query` and `/api/v1/query_range`. */
export const promQueryResponseSchema = z.union([
  z.object({
    status: z.literal("success"),
    data: promDataSchema,
    warnings: z.array(z.string()).optional(),
    infos: z.array(z.string()).optional(),
  }),
  promErrorSchema,
]);

/** What is known of a metric besides its samples: as `/api/v1/metadata` has it. */
export const metricMetadataSchema = z.object({
  type: z.enum(["counter", "gauge", "histogram", "summary", "unknown"]),
  help: z.string(),
  unit: z.string(),
});
export type MetricMetadata = z.infer<typeof metricMetadataSchema>;

/** The answer of `/api/v1/metadata`. */
export const promMetadataResponseSchema = z.object({
  status: z.literal("success"),
  data: z.record(z.string(), z.array(metricMetadataSchema)),
});
