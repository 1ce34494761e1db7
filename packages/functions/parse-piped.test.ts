import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePiped } from "./parse-piped.ts";

describe("a query with calls after it", () => {
  it("is the query alone where there is no call, to the character", () => {
    for (const query of ["up", " up ", "", 'rate(a{b="|>"}[1m])', "up # |> smooth", "`|>`"])
      expect(parsePiped(query)).toEqual({ query, calls: [] });
  });

  it("has its calls in order, with their arguments as written", () => {
    expect(parsePiped("sum(up) |> smooth( 5m ) |> clip(0, 100) |> abs |> ratio(sum by (a, b) (x))")).toEqual({
      query: "sum(up)",
      calls: [
        { name: "smooth", args: ["5m"] },
        { name: "clip", args: ["0", "100"] },
        { name: "abs", args: [] },
        { name: "ratio", args: ["sum by (a, b) (x)"] },
      ],
    });
  });

  it("has text in arguments that may hold anything", () => {
    const arbitrary = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(arbitrary, (text) => {
        const arg = JSON.stringify(text);
        expect(parsePiped(`up |> f(${arg}, 1)`).calls).toEqual([{ name: "f", args: [arg, "1"] }]);
      }),
    );
  });

  it("says what is expected where no call follows", () => {
    for (const text of ["up |>", "up |> 5", "up |> smooth(", "up |> Smooth(1)", "up |> a b"])
      expect(() => parsePiped(text)).toThrow(/a function is expected/);
  });

  it("ends in time on any text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), (text) => {
        try {
          expect(parsePiped(text).calls.length).toBeLessThanOrEqual(text.length);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });
});
