import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metric } from "./labels.ts";
import { createMatcher, matchesAll } from "./matcher.ts";

const passes = (op: "=" | "!=" | "=~" | "!~", value: string, given: string) =>
  createMatcher("l", op, value).test(given);

describe("a matcher", () => {
  test("and its opposite never agree", () => {
    fc.assert(
      fc.property(fc.constantFrom("a", "a|b", ".*", "", "[^a]+", "a.c"), fc.string(), (value, given) => {
        expect(passes("=", value, given)).toBe(!passes("!=", value, given));
        expect(passes("=~", value, given)).toBe(!passes("!~", value, given));
      }),
    );
  });

  test.each([
    ["api", "api", true],
    ["api", "api-1", false],
    ["api", "my-api", false],
    ["a|ab", "ab", true],
    ["a|ab", "abc", false],
    ["", "", true],
    ["", "a", false],
    [".*", "", true],
    [".+", "", false],
    ["a|", "", true],
    ["a.b", "a\nb", true],
    ["^api$", "api", true],
    ["(?i)API", "api", true],
    ["\\d{3}", "404", true],
    ["[[:alpha:]]+", "abc", true],
  ])("=~ %j is anchored at both ends: %j gives %j", (pattern, given, expected) => {
    expect(passes("=~", pattern, given)).toBe(expected);
  });

  test("looks at an absent label as empty", () => {
    const labels = metric("up", { job: "api" });
    const all = (...[name, op, value]: Parameters<typeof createMatcher>) =>
      matchesAll(labels, [createMatcher(name, op, value)]);
    expect(all("env", "=", "")).toBe(true);
    expect(all("env", "!=", "prod")).toBe(true);
    expect(all("env", "=~", ".+")).toBe(false);
    expect(all("job", "!=", "")).toBe(true);
    expect(matchesAll(labels, [])).toBe(true);
    expect(matchesAll(labels, [createMatcher("job", "=", "api"), createMatcher("env", "=", "x")])).toBe(
      false,
    );
  });

  test("takes a pattern that makes other engines hang, in linear time", () => {
    const evil = createMatcher("l", "=~", "(a+)+$");
    expect(evil.test(`${"a".repeat(20_000)}b`)).toBe(false);
  });

  test("refuses what is no RE2 pattern", () => {
    for (const pattern of ["(", "a{2,1}", "(?=a)", "\\1"]) {
      expect(() => createMatcher("l", "=~", pattern)).toThrow();
    }
  });
});
