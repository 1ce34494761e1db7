import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumber } from "./statsd-number.ts";

const parse = (text: string) => {
  const bytes = new TextEncoder().encode(`<${text}>`);
  return parseNumber(bytes, 1, bytes.length - 1);
};

describe("a StatsD number", () => {
  it("is read as JavaScript reads the same text", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(String(value))).toBe(Number(String(value)));
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[+-]?[0-9]{1,12}(\.[0-9]{0,12})?(e[+-]?[0-9]{1,2})?$/), (text) => {
        expect(parse(text)).toBe(Number(text));
      }),
    );
  });

  it.each([
    "",
    "+",
    "-",
    ".",
    "e5",
    "1e",
    "1e+",
    "Infinity",
    "-Infinity",
    "NaN",
    "0x10",
    " 1",
    "1 ",
    "1_0",
    "--1",
    "1.2.3",
    "1e999",
    "1\0",
    "9".repeat(65),
  ])("is not %j", (text) => {
    expect(parse(text)).toBeNaN();
  });
});
