import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bySpecificity, fitsPattern, metaMatchText, parseMetaLabels } from "./meta-match.ts";

const value = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const label = fc.stringMatching(/^[a-z_][a-z0-9_]{0,6}$/);
const labels = fc.dictionary(label, value, { maxKeys: 4 });

describe("a match's text", () => {
  it("is that of a selector, and says equal matches alike", () => {
    expect(metaMatchText({ metric: "up" })).toBe("up");
    expect(metaMatchText({ metric: "http_*", labels: { service: "api", host: 'a"b' } })).toBe(
      'http_*{host="a\\"b",service="api"}',
    );
    fc.assert(
      fc.property(labels, (given) => {
        const turned = Object.fromEntries(Object.entries(given).reverse());
        expect(metaMatchText({ labels: turned })).toBe(metaMatchText({ labels: given }));
      }),
    );
  });

  it("has labels that are read back as they were", () => {
    fc.assert(
      fc.property(labels, (given) => {
        expect(parseMetaLabels(metaMatchText({ labels: given }))).toEqual(given);
      }),
    );
  });

  it("may be typed without quotes and braces, and is nothing where it is no labels", () => {
    expect(parseMetaLabels(" service=api , host = web-* ")).toEqual({ service: "api", host: "web-*" });
    expect(parseMetaLabels("")).toEqual({});
    expect(parseMetaLabels('version="4,1"')).toEqual({ version: "4,1" });
    for (const text of ["service", "service=", "=api", "a=b c=d", '{a="b}', "a=b}", "a=b,,c=d", '1="a"'])
      expect(parseMetaLabels(text), text).toBeUndefined();
  });
});

describe("a pattern", () => {
  it.each([
    ["up", "up", true],
    ["up", "ups", false],
    ["http_*", "http_requests_total", true],
    ["http_*", "my_http_x", false],
    ["*_total", "hits_total", true],
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["*b*b*", "abcab", true],
    ["*", "", true],
    ["a.c", "abc", false],
  ])("%j on %j: %j", (pattern, text, fits) => {
    expect(fitsPattern(pattern, text)).toBe(fits);
  });

  it("fits a text whatever part of it is left open, and takes no longer than to read it", () => {
    fc.assert(
      fc.property(
        fc.string().map((text) => text.replaceAll("*", "")),
        fc.nat(20),
        fc.nat(20),
        (text, a, b) => {
          const [from, to] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
          expect(fitsPattern(`${text.slice(0, from)}*${text.slice(to)}`, text)).toBe(true);
        },
      ),
    );
    expect(fitsPattern(`${"a*".repeat(90)}b`, "a".repeat(100_000))).toBe(false);
  });
});

it("a metric by its name is more specific than a family, that than labels alone, and a value than a pattern", () => {
  const given = [
    { metric: "http_*" },
    { labels: { service: "api" } },
    { metric: "http_requests_total" },
    { labels: { service: "a*" } },
    { metric: "http_requests_total", labels: { service: "api" } },
    { labels: { service: "api", host: "web-1" } },
    { metric: "http_req*" },
  ];
  expect(given.toSorted(bySpecificity).map(metaMatchText)).toEqual([
    'http_requests_total{service="api"}',
    "http_requests_total",
    "http_req*",
    "http_*",
    '{host="web-1",service="api"}',
    '{service="api"}',
    '{service="a*"}',
  ]);
});
