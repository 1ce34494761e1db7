import { createMatcher } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchersFor, matchersText, parseMatchers } from "./matchers-text.ts";

const label = fc.stringMatching(/^[a-z_][a-z_.]{0,8}$/);
const matcher = fc.record({
  label,
  op: fc.constantFrom("=" as const, "!=" as const, "=~" as const, "!~" as const),
  value: fc.string({ maxLength: 20 }),
});

describe("matchers in words", () => {
  test("are read as they were written, whatever stands in them", () => {
    fc.assert(
      fc.property(fc.array(matcher, { minLength: 1, maxLength: 5 }), (matchers) => {
        expect(parseMatchers(matchersText(matchers))).toEqual(matchers);
        expect(parseMatchers(`{${matchersText(matchers)}}`)).toEqual(matchers);
      }),
    );
  });

  test("may be typed without quotes", () => {
    expect(parseMatchers("service=api, env!=test")).toEqual([
      { label: "service", op: "=", value: "api" },
      { label: "env", op: "!=", value: "test" },
    ]);
  });

  test("are none where the text is none", () => {
    for (const text of ["", "service", "service=", "=api", 'a="b', 'a="\\x"', "a=b c=d"])
      expect([text, parseMatchers(text)]).toEqual([
        text,
        text === "service=" ? [{ label: "service", op: "=", value: "" }] : undefined,
      ]);
  });
});

describe("the matchers for some alerts", () => {
  const labels = fc.dictionary(label, fc.constantFrom("a", "b.c", "(d)"), {
    maxKeys: 4,
    noNullPrototype: true,
  });
  const alerts = fc.array(fc.record({ rule: fc.constantFrom("errors", "slow-3"), labels }), {
    minLength: 1,
    maxLength: 5,
  });

  test("pass each of them", () => {
    fc.assert(
      fc.property(alerts, (all) => {
        const matchers = matchersFor(all);
        for (const { rule, labels } of all) {
          const own: Record<string, string> = { ...labels, rule };
          for (const { label, op, value } of matchers)
            expect(createMatcher(label, op, value).test(own[label] ?? "")).toBe(true);
        }
      }),
    );
  });

  test("say all labels of one, and of several those in which they agree", () => {
    const one = { rule: "errors", labels: { service: "api", env: "eu" } };
    expect(matchersText(matchersFor([one]))).toBe('rule="errors", service="api", env="eu"');
    const other = { rule: "slow.x", labels: { service: "api", env: "us" } };
    expect(matchersText(matchersFor([one, other]))).toBe('rule=~"errors|slow\\\\.x", service="api"');
    expect(matchersFor([])).toEqual([]);
  });
});
