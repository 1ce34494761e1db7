import { z } from "zod";

/**
 * A schema that looks at the values of a foreign object or array only when it has at most `most` entries and no key that
 * would reach a prototype. Otherwise there is one issue, `too_big` or `invalid_key`, however large the value is.
 */
export function guarded<T extends z.core.$ZodType>(most: number, schema: T) {
  return z.preprocess((input, context) => {
    if (typeof input !== "object" || input === null) return input;
    const keys = Array.isArray(input) ? [] : Object.keys(input);
    const size = Array.isArray(input) ? input.length : keys.length;
    if (size > most) {
      const origin = Array.isArray(input) ? "array" : "object";
      const message = `at most ${most} entries`;
      context.addIssue({ code: "too_big", origin, maximum: most, input: undefined, message });
      return z.NEVER;
    }
    // Trimmed, as names are.
    const forbidden = keys.find((key) => key.trim() === "__proto__");
    if (forbidden === undefined) return input;
    const message = "this key cannot be used";
    context.addIssue({
      code: "invalid_key",
      origin: "record",
      issues: [],
      path: [forbidden],
      input: undefined,
      message,
    });
    return z.NEVER;
  }, schema);
}
