import { z } from "zod";
import { limits } from "./limits.ts";

const text = z.string().max(limits.nameLength);

/** Where the values come from that can be chosen: those a label has (of the series that `match` selects), or a list. */
const source = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("label"),
    label: z.string().min(1).max(limits.nameLength),
    match: z.string().max(limits.expressionLength).optional(),
  }),
  z.object({
    kind: z.literal("list"),
    values: z.array(text).min(1).max(limits.valuesPerVariable),
  }),
]);

/**
 * What can be chosen for a whole view: `$name` or `${name}` in an expression stands for the values that are chosen, as
 * a regular expression for a matcher (`{service=~"$service"}`). Where none is chosen and `all` is true it stands for any.
 */
export const variableSchema = z.object({
  name: z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,49}$/)
    // These have a meaning of their own.
    .refine((name) => !name.startsWith("__"), { error: "names that begin with __ are taken" }),
  title: text.default(""),
  source,
  /** More than one value can be chosen. */
  multi: z.boolean().default(true),
  /** It need not be chosen: then every value counts. */
  all: z.boolean().default(true),
  /** What is chosen where the address says nothing. */
  chosen: z.array(text).max(limits.valuesPerVariable).default([]),
});
export type Variable = z.infer<typeof variableSchema>;
