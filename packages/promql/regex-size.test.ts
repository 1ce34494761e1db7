import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { regexSize } from "./regex-size.ts";

describe("the size of a regular expression", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["x{900}", 900],
    ["ax{10,}", 11],
    ["x{2,30}|y", 32],
    ["(ab){100}", 300],
    ["((ab){10}){10}", 310],
    ["[a-z{3}()]{50}", 50],
    ["[]a]{50}", 50],
    ["[[:alpha:]]{50}", 50],
    ["\\({50}", 50],
    ["\\p{Greek}{50}", 2550],
    ["[^\\pL\\PN]", 101],
    ["\\Q({9}\\E{50}", 400],
    ["x{,9}", 5],
    ["((((x{100}", 104],
    ["x)))){100}", 104],
  ])("%j is %d", (pattern, size) => {
    expect(regexSize(pattern)).toBe(size);
  });

  it("is that of its parts together, and that of a group as often as it is repeated", () => {
    const leaf = fc.constantFrom("a", "[b-e]", "\\d", ".", "\\(", "xyz");
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
        fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(${a}|${b})`),
        tie("pattern").map((a) => `(?:${a}){3}`),
      ),
    }));
    // Repeated so often, the items of a pattern outnumber its characters.
    const items = (text: string) => regexSize(`(${text}){1000}`) / 1000;
    fc.assert(
      fc.property(pattern, pattern, fc.integer({ min: 2, max: 9 }), (a, b, count) => {
        expect(items(a + b)).toBe(items(a) + items(b) - 1);
        expect(items(`(${a}){${count}}`)).toBe(items(a) * count + 1);
      }),
    );
  });

  it("is at least its length, whatever it holds", () => {
    const text = fc.array(fc.constantFrom(..."x(){}[]\\QEp:^,19".split("")), { maxLength: 40 });
    fc.assert(
      fc.property(text, (items) => {
        expect(regexSize(items.join(""))).toBeGreaterThanOrEqual(items.length);
      }),
    );
  });
});
