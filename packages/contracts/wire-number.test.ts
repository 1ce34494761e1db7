import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wireNumberSchema } from "./live.ts";
import { fromWire, toWire } from "./wire-number.ts";

describe("a number on the wire", () => {
  test("comes back from JSON as it was, gaps and infinities too", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const sent = wireNumberSchema.parse(JSON.parse(JSON.stringify(toWire(value))));
        // JSON knows no -0.
        expect(fromWire(sent)).toBe(value + 0);
      }),
    );
    expect([NaN, Infinity, -Infinity].map(toWire)).toEqual([null, "+Inf", "-Inf"]);
  });

  test("is nothing else", () => {
    for (const bad of ["1", "NaN", "Inf", undefined, {}, true]) {
      expect(wireNumberSchema.safeParse(bad).success).toBe(false);
    }
  });
});
