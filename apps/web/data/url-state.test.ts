import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ranges } from "./ranges.ts";
import { parseSearch, readWallSearch, type WallSearch, writeSearch } from "./url-state.ts";

const text = fc.string({ minLength: 1, maxLength: 30 }).filter((each) => each.trim() !== "");
const search = fc.record(
  {
    range: fc.constantFrom(...ranges.map((range) => range.name)),
    pause: fc.integer({ min: 1, max: 4e12 }),
    at: fc.integer({ min: 1, max: 4e12 }),
    fold: fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
    lane: fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
    every: fc.integer({ min: 1, max: 3_600 }),
    zoom: fc.integer({ min: 500, max: 4_000 }).map((thousandths) => thousandths / 1_000),
  },
  { requiredKeys: [] },
);

describe("the wall's address", () => {
  it("brings back every state that was written into it", () => {
    fc.assert(
      fc.property(search, (state) => {
        expect(readWallSearch(parseSearch(writeSearch(state as Record<string, unknown>)))).toEqual(state);
      }),
    );
  });

  it("keeps an expression as it was typed", () => {
    const lane = ['rate(hits_total{path=~"/a+b&c=1"}[$__rate_interval]) / 100'];
    expect(readWallSearch(parseSearch(writeSearch({ lane }))).lane).toEqual(lane);
    expect(readWallSearch(parseSearch("?lane=1&lane=true")).lane).toEqual(["1", "true"]);
  });

  it("leaves out what makes no sense, and never fails", () => {
    expect(readWallSearch(parseSearch("?range=2y&pause=soon&at=-5&fold=&lane=%20"))).toEqual({});
    for (const zoom of ["0.4", "4.1", "9", "1e0", "", "large", "NaN"])
      expect(readWallSearch({ zoom })).toEqual({});
    expect(readWallSearch({ pause: 1.5, at: {}, fold: [1, null], lane: { a: 1 } })).toEqual({});
    fc.assert(fc.property(fc.string(), (any) => readWallSearch(parseSearch(any)) !== undefined));
  });

  it("holds each added lane once, and no more than fifty", () => {
    const many = Array.from({ length: 80 }, (_, i) => `m${i % 70}`);
    expect(readWallSearch({ lane: many } satisfies WallSearch).lane).toHaveLength(50);
    expect(readWallSearch({ lane: ["a", "b", "a"] }).lane).toEqual(["a", "b"]);
  });

  it("is no way to change what all objects inherit", () => {
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    parseSearch("?__proto__=polluted&constructor=x");
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
