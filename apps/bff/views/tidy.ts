import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

/** These come first where they are there, so that a reader knows at once what a thing is. */
const FIRST = ["slug", "id", "name", "kind", "title"];

/**
 * A value as people write it by hand: without what its schema fills in by itself, its fields in the order in which the schema
 * names them. Parsed again it is the same value.
 */
export function tidy(schema: z.core.$ZodType, value: unknown): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return tidy(schema.def.innerType, value);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((each) => tidy(schema.element, each));
  if (schema instanceof z.ZodUnion || schema instanceof z.ZodDiscriminatedUnion) {
    const option = schema.options.find((each) => z.safeParse(each, value).success);
    return option === undefined ? value : tidy(option, value);
  }
  if (schema instanceof z.ZodObject && isRecord(value)) return tidyObject(schema.shape, value);
  return value;
}

function tidyObject(shape: z.core.$ZodShape, value: Record<string, unknown>): Record<string, unknown> {
  const known = Object.keys(shape).sort((a, b) => placeOf(a) - placeOf(b));
  const others = Object.keys(value)
    .filter((key) => !Object.hasOwn(shape, key))
    .sort();
  const fields = known.flatMap((key): [string, unknown][] => {
    const [field, own] = [shape[key]!, value[key]];
    if (own === undefined || isFilledIn(field, own)) return [];
    return [[key, tidy(field, own)]];
  });
  return Object.fromEntries([...fields, ...others.map((key): [string, unknown] => [key, value[key]])]);
}

const placeOf = (key: string): number => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);

function isFilledIn(schema: z.core.$ZodType, value: unknown): boolean {
  return schema instanceof z.ZodDefault && isDeepStrictEqual(schema.def.defaultValue, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
