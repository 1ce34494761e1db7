// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how variables are written
import { expandVariables, variableSchema } from "@mission-control/contracts";
import { parseExpr, type VectorSelector } from "@mission-control/promql";
import { createMatcher, type Matcher } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chosenInWords, chosenOf, isUnchosen } from "../data/chosen.ts";
import { expandBy } from "./expand-by.ts";

const someText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\\", '"', "'", "`", "}", "{", "$", "#", "\n", "|", "(", "a", "0") }),
);

const templates = [
  'rate(x{a="b", s=~"$v"}[5m])',
  "rate(x{a='b', s=~'${v:regex}'}[5m])",
  "sum by (a) (x{s=~`$v`}) / y",
  'x{s!~"pre-${v}.+"} or y{s=~"$v"}',
];

/** All of an expression but the texts of its matchers, and where they stand. */
const shapeOf = (expr: string): string =>
  JSON.stringify(parseExpr(expr), (key, value: unknown) => {
    if (key === "span") return undefined;
    if (key === "matchers") return (value as Matcher[]).map(({ name, op }) => `${name}${op}`);
    return value;
  });

describe("whatever a variable's values are", () => {
  test("the expression has the shape that its author gave it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...templates), fc.array(someText, { maxLength: 4 }), (template, values) => {
        const expanded = expandVariables(template, new Map([["v", values]]));
        expect(shapeOf(expanded)).toBe(shapeOf(template));
      }),
    );
  });

  test("its matcher matches these values, and no others", () => {
    fc.assert(
      fc.property(
        fc.constantFrom('x{s=~"$v"}', "x{s='$v'}", "x{s=`${v}`}", "x{s=~`${v:regex}`}"),
        fc.array(someText, { minLength: 1, maxLength: 4 }),
        someText,
        (template, values, other) => {
          const known = values.map((value) => value.toWellFormed());
          const parsed = parseExpr(expandVariables(template, new Map([["v", values]])));
          const { matchers } = parsed as VectorSelector;
          const { op, value } = matchers.find(({ name }) => name === "s")!;
          const matcher = createMatcher("s", op, value);
          for (const each of known) expect(matcher.test(each)).toBe(true);
          expect(matcher.test(other.toWellFormed())).toBe(known.includes(other.toWellFormed()));
        },
      ),
    );
  });

  test("what is too long with them is refused by its reader, in words", () => {
    const values = Array.from({ length: 500 }, (_, i) => `${i}`.padEnd(200, "x"));
    const expanded = expandVariables('a or x{s=~"$v"}', new Map([["v", values]]));
    expect(() => parseExpr(expanded)).toThrow(/over 10000 characters; choose fewer values/);
  });
});

test("the sign of nothing chosen stands in expressions only, and nobody reads it", () => {
  const source = { kind: "label", label: "host" };
  const unchosen = variableSchema.parse({ name: "host", all: false, source });
  const none = chosenOf([unchosen], {});
  const { expr, words } = expandBy(none);
  expect(isUnchosen(expr('up{host="$host"}'))).toBe(true);
  expect(words("Load of $host")).toBe("Load of (not chosen)");
  const some = chosenOf([{ ...unchosen, chosen: ["b"] }], {});
  expect(chosenInWords(some)).toEqual(some);
  expect(isUnchosen(expandBy(some).expr('up{host="$host"}'))).toBe(false);
});
