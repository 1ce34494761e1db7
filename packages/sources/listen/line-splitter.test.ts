import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLineSplitter } from "./line-splitter.ts";

const utf8 = new TextEncoder();

/** The lines of a stream that comes in these pieces, too long ones as "…". */
function linesOf(pieces: readonly Uint8Array[], maxBytes: number): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter({
    maxBytes,
    onLines: (bytes, from, to) => {
      const whole = new TextDecoder().decode(bytes.slice(from, to)).replace(/\n$/, "");
      lines.push(...whole.split("\n"));
    },
    onTooLong: () => lines.push("…"),
  });
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return lines.filter((line) => line !== "");
}

describe("a stream of lines", () => {
  it("gives the same lines wherever it is cut", () => {
    const stream = fc
      .array(fc.stringMatching(/^[ab]{0,30}$/), { maxLength: 20 })
      .map((lines) => lines.join("\n"));
    const cuts = fc.array(fc.nat(600), { maxLength: 10 });
    fc.assert(
      fc.property(stream, cuts, fc.integer({ min: 1, max: 40 }), (text, places, maxBytes) => {
        const bytes = utf8.encode(text);
        const at = [
          0,
          ...places.filter((place) => place <= bytes.length).sort((a, b) => a - b),
          bytes.length,
        ];
        const pieces = at.slice(1).map((to, i) => bytes.subarray(at[i], to));
        const expected = text
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => (line.length > maxBytes ? "…" : line));
        expect(linesOf(pieces, maxBytes)).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it("refuses a line without an end once, and goes on after it", () => {
    const pieces = [...Array.from({ length: 100 }, () => utf8.encode("xxxxxxxxxx")), utf8.encode("\nok\n")];
    expect(linesOf(pieces, 64)).toEqual(["…", "ok"]);
  });
});
