// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how variables are written
import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import { expandVariables, expandWords, tooLong, variablesIn } from "./variable-values.ts";

const chosen = new Map<string, readonly string[]>([
  ["one", ["api"]],
  ["two", ["api", "web"]],
  ["any", []],
  ["odd", ['a"b\\c', "d.e"]],
  ["line", ["a\nb"]],
  ["window", ["5m"]],
  ["code", ["x} or up{"]],
]);
const expand = (expr: string) => expandVariables(expr, chosen);

describe("an expression's variables", () => {
  test.each([
    ['{s=~"$one"}', '{s=~"api"}'],
    ['{s=~"${one}"}', '{s=~"api"}'],
    ["{s=~'$two'}", "{s=~'api|web'}"],
    ['{s=~"${two:regex}-[0-9]+"}', '{s=~"(?:api|web)-[0-9]+"}'],
    ['{s=~"$any"}', '{s=~".*"}'],
    ['{s=~"$line"}', String.raw`{s=~"a\u000ab"}`],
    ['{s=~"$odd"}', String.raw`{s=~"a\"b\\\\c|d\\.e"}`],
    ["{s=~'$odd'}", String.raw`{s=~'a"b\\\\c|d\\.e'}`],
    ["{s=~`$odd`}", String.raw`{s=~"a\"b\\\\c|d\\.e"}`],
  ])("%s stands for values that match: %s", (expr, expected) => expect(expand(expr)).toBe(expected));

  test.each([
    ['{s="$one"}', '{s="api"}'],
    ['{s="$line"}', String.raw`{s="a\u000ab"}`],
    ['{s= "$two"}', '{s=~ "api|web"}'],
    ['{s!="$two"}', '{s!~"api|web"}'],
    ['{s="$any"}', '{s=~".*"}'],
    ['{s="v1.0-$two"}', String.raw`{s=~"v1\\.0-(?:api|web)"}`],
    [String.raw`{s="a\\b\x2e\"$two"}`, String.raw`{s=~"a\\\\b\\.\"(?:api|web)"}`],
  ])("where they have to equal, %s becomes %s", (expr, expected) => expect(expand(expr)).toBe(expected));

  test.each([
    ["rate(x[$window])", "rate(x[5m])"],
    ["sum by ($two) (x)", "sum by (api, web) (x)"],
    ["http_${one}_total", "http_api_total"],
    ["$code", '"x\\\\} or up\\\\{"'],
    ["max($two)", 'max("api|web")'],
    ["max by (s) ($two)", 'max by (s) ("api|web")'],
    ["sum BY ( # (of all)\n s, $two, $one) (x)", "sum BY ( # (of all)\n s, api, web, api) (x)"],
  ])("outside quotes they are words: %s becomes %s", (expr, expected) => expect(expand(expr)).toBe(expected));

  test.each([
    "rate(x[$__interval])",
    "${__rate_interval}",
    '{s="$unknown"}',
    'label_replace(x, "a", "$1", "b", "(.*)")',
    "x # $one\n",
    "x # it's $one",
    "sum by (a, # or (b)\n c) (x)",
    String.raw`{s="\$one"}`,
    '{s="${one:csv}"}',
  ])("%s stays as it is", (expr) => expect(expand(expr)).toBe(expr));

  test("are named with where they stand", () => {
    const uses = [...variablesIn('rate(x{s=~"a$one"}[$window]) + f("${two:csv}") # $any')];
    expect(uses.map(({ name, format, place }) => [name, format, place])).toEqual([
      ["one", undefined, "matcher"],
      ["window", undefined, "code"],
      ["two", "csv", "text"],
    ]);
    expect(uses[0]).toMatchObject({ source: "$one", index: 12 });
  });
});

describe("what takes long to read or to write", () => {
  const most = (sign: string, length: number) => sign.repeat(length / sign.length);

  test.each([
    ["signs before a use", 1500, `x{a="${most("\\\\", 3_400)}a${most("$one", 6_000)}"}`],
    ["quotes that do not end", 1, `x{a="${most('\\"', 9_000)}$one`],
    ["quotes of two kinds", 1, `x{a=${most(`"'`, 9_000)}$one`],
    ["quoted texts", 1285, most(`""=$one`, 9_000)],
    ["uses in a list", 1800, `sum by (a${most(",$two", 9_000)}) (x)`],
    ["lists", 225, most("by(", 9_000) + most("$two", 900)],
    ["space", 1, `x{a=${most(" ", 9_000)}"$two"}`],
  ])("%s cost no more than their length", (_, uses, expr) => {
    // Where each use looked at all that stands before it this took minutes.
    for (let i = 0; i < 30; i++) {
      expect([...variablesIn(expr)]).toHaveLength(uses);
      expect(expandVariables(expr, chosen)).not.toContain("$");
    }
  });

  const values = Array.from({ length: limits.valuesPerVariable }, (_, i) => `${i}`.padEnd(200, "é"));
  const many = new Map([["v", values]]);

  test.each([
    `x{s=~"${"$v".repeat(300)}"}`,
    `x{s=~"${"$v|".repeat(300)}"}`,
    `x{${'s=~"$v",'.repeat(300)}}`,
    `max(${"$v, ".repeat(300)})`,
    `sum by (${"$v, ".repeat(300)}) (x)`,
  ])("a text that becomes too long is refused in words, and no part of it is asked: %#", (expr) => {
    for (let i = 0; i < 30; i++) expect(expandVariables(expr, many)).toBe(tooLong);
  });

  test("one that is just as long as it may be is whole", () => {
    const empty = 'x{s="$v"}';
    const room = limits.expressionLength - empty.length + 2;
    const of = (length: number) => expandVariables(empty, new Map([["v", ["é".repeat(length)]]]));
    expect(of(room)).toBe(`x{s="${"é".repeat(room)}"}`);
    expect(of(room + 1)).toBe(tooLong);
    const long = "x".repeat(limits.expressionLength + 1);
    expect(expandVariables(long, many)).toBe(long);
  });

  test("a title of very many values is its beginning", () => {
    for (let i = 0; i < 30; i++) {
      const words = expandWords("$v ".repeat(60), many);
      expect(words.length).toBeLessThan(2 * limits.textLength);
      expect(words.startsWith(`${values[0]}, ${values[1]}, `)).toBe(true);
      expect(words).toContain("…");
    }
  });
});

test("a title says what is chosen", () => {
  expect(expandWords("CPU of $two at ${any}, $other", chosen)).toBe("CPU of api, web at any, $other");
});
