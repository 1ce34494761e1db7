import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "./clean-text.ts";

describe("a clean text", () => {
  test.each([
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b[2J\u001b[1;1Hgone", "gone"],
    ["\u001b]0;title\u0007after", "after"],
    ["\u001b]8;;http://example.org\u001b\\link\u001b]8;;\u001b\\", "link"],
    ["\u009b31mred", "red"],
    ["a\rb", "a\\u{d}b"],
    ["a\u0000b\u0007", "a\\u{0}b\\u{7}"],
    ["\u202egnp.exe", "\\u{202e}gnp.exe"],
    ["one\u2028two", "one\\u{2028}two"],
    ["one\r\n\ttwo\n", "one\n\ttwo\n"],
    ["größe 日本 👩‍💻", "größe 日本 👩‍💻"],
  ])("of %j is %j", (text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  test("holds no control character but tab and newline, whatever it was, and is clean already", () => {
    const unit = fc.constantFrom(
      "\u001b",
      "[",
      "]",
      ";",
      "m",
      "\u0007",
      "\\",
      "\u009b",
      "3",
      "\r",
      "\n",
      "\u202e",
      "x",
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const clean = cleanText(text);
        expect(clean).not.toMatch(/(?![\t\n])\p{Cc}|\u202e/u);
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });
});
