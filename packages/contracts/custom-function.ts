import { z } from "zod";
import { limits } from "./limits.ts";

/** A function's name, as it is called: `smooth` in `up |> smooth(5m)`. */
export const functionNameSchema = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, {
  error: "small letters, digits and _, a letter first, 63 characters at most",
});

const words = z.string().max(limits.textLength);
/** A duration as PromQL writes it (`0s`, `5m`, `1w`), or the name of a parameter that is one. */
const durationOrParameter = z.string().regex(/^((\d+(ms|[smhdwy]))+|0|[a-z][a-z0-9_]*)$/, {
  error: 'a duration such as "5m" or "1w", or the name of a parameter that is one',
});

/** What a call gives: a number, a duration (the code gets milliseconds), or a query (the code gets its columns). */
export const functionParameterSchema = z.strictObject({
  name: functionNameSchema,
  type: z.enum(["number", "duration", "query"]),
  /** Without one the call must say it. A duration stands as text; a query has none. */
  default: z.union([z.number(), z.string().max(limits.nameLength)]).optional(),
  help: words.default(""),
});
export type FunctionParameter = z.infer<typeof functionParameterSchema>;

/**
 * A named function on a query's values, in JavaScript, run in QuickJS with no I/O.
 *
 * `map`: the code is an expression of a function `(value, timeMs, labels, args) => number`, called for each value that is there.
 * `aggregate`: `({ timesMs, stepMs, series: [{ labels, values }] }, args) => [{ labels, values }]`, called once; a gap is NaN,
 * and each `values` it gives is as long as `timesMs`. What it gives for a step may depend on no more than its `lookback` before
 * that step: a range is asked in parts. `args` has each parameter by name; a query comes as `[{ labels, values }]`.
 */
export const customFunctionSchema = z.strictObject({
  name: functionNameSchema,
  kind: z.enum(["map", "aggregate"]),
  /** Of an aggregate: called once with all series of the query, or once for each with that one alone. */
  per: z.enum(["query", "series"]).default("query"),
  description: words.default(""),
  parameters: z.array(functionParameterSchema).max(8).default([]),
  /** How much of the past before the first step the code is given as well. */
  lookback: durationOrParameter.default("0s"),
  /** How much older the values are that the code is given than the steps they are shown at. */
  shift: durationOrParameter.default("0s"),
  code: z.string().min(1).max(limits.functionCodeLength),
});
export type CustomFunction = z.infer<typeof customFunctionSchema>;

/** Where a function comes from: it ships with the product, stands in the settings file, or was made on the page. */
export const functionOriginSchema = z.enum(["ready-made", "settings", "made"]);

/** The answer of `GET /api/functions`. */
export const functionListSchema = z.object({
  functions: z.array(customFunctionSchema.extend({ origin: functionOriginSchema })),
});
export type FunctionList = z.infer<typeof functionListSchema>;
