import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatPlain, unquote } from "./literal.ts";

describe("a quoted text", () => {
  it.each([
    ['"a\\tb\\x41\\u00e9\\101"', "a\tbAéA"],
    ["'it\\'s'", "it's"],
    ["`raw\\n`", "raw\\n"],
    ['"\\xc3\\xa9"', "é"],
  ])("%s stands for %j", (literal, text) => {
    expect(unquote(literal)).toEqual({ text });
  });

  it.each(['"open', '"\\"', "'\\q'", '"\\\'"', '"a\nb"', '"'])("%j is none", (literal) => {
    expect(unquote(literal)).toHaveProperty("error");
  });

  it("comes back whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(unquote(JSON.stringify(text))).toEqual({ text });
      }),
    );
  });
});

describe("a plainly written number", () => {
  it.each([
    [6, "6"],
    [0.1, "0.1"],
    [1e21, "1000000000000000000000"],
    [1.5e-7, "0.00000015"],
    [-2.5e22, "-25000000000000000000000"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NaN, "NaN"],
  ])("%d is %s", (value, text) => {
    expect(formatPlain(value)).toBe(text);
  });

  it("is the same number again, without an exponent", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatPlain(value))).toBe(value);
        expect(formatPlain(value)).not.toContain("e");
      }),
    );
  });
});
