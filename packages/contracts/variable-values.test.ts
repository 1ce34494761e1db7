// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how variables are written
import { describe, expect, test } from "vitest";
import { expandVariables, expandWords, variablesIn } from "./variable-values.ts";

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
  ])("outside quotes they are words: %s becomes %s", (expr, expected) => expect(expand(expr)).toBe(expected));

  test.each([
    "rate(x[$__interval])",
    "${__rate_interval}",
    '{s="$unknown"}',
    'label_replace(x, "a", "$1", "b", "(.*)")',
    "x # $one\n",
    "x # it's $one",
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

test("a title says what is chosen", () => {
  expect(expandWords("CPU of $two at ${any}, $other", chosen)).toBe("CPU of api, web at any, $other");
});
