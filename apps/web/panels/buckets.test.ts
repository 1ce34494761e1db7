import { labelsOf } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldBuckets, heatRows } from "./buckets.ts";

const bucket = (le: string, values: number[], more: Record<string, string> = {}) => ({
  labels: labelsOf(Object.entries({ le, ...more })),
  values: Float64Array.from(values),
  name: le,
  query: 0,
});

describe("a heat map of buckets", () => {
  it("has what lies in each bucket, the lowest first, whatever order they come in", () => {
    const rows = foldBuckets([bucket("+Inf", [10, 4]), bucket("0.1", [3, 0]), bucket("1", [7, 4])]);
    expect(rows.map(({ name, values }) => [name, [...values]])).toEqual([
      ["≤ 0.1", [3, 0]],
      ["≤ 1", [4, 4]],
      ["above", [3, 0]],
    ]);
  });

  it("adds the buckets of one edge, and a gap of one counts as nothing beside another", () => {
    const rows = foldBuckets([
      bucket("1", [2, Number.NaN], { instance: "a" }),
      bucket("1", [3, 5], { instance: "b" }),
    ]);
    expect([...rows[0]!.values]).toEqual([5, 5]);
  });

  it("keeps a gap that all have, and gives nothing where a bucket was counted later than the one below", () => {
    const rows = foldBuckets([bucket("1", [Number.NaN, 5]), bucket("2", [Number.NaN, 4])]);
    expect(rows.map(({ values }) => [...values])).toEqual([
      [Number.NaN, 5],
      [Number.NaN, 0],
    ]);
  });

  it("passes over an edge that is no number", () => {
    expect(foldBuckets([bucket("", [1]), bucket("fast", [1])])).toEqual([]);
  });

  it("comes to what the last bucket counted", () => {
    const counts = fc.array(fc.array(fc.nat(1_000), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(counts, (parts) => {
        const growing = parts.map((_part, i) =>
          [0, 1, 2].map((step) => parts.slice(0, i + 1).reduce((sum, part) => sum + part[step]!, 0)),
        );
        const rows = foldBuckets(growing.map((values, i) => bucket(String(i), values)));
        for (let step = 0; step < 3; step++) {
          const sum = rows.reduce((all, { values }) => all + values[step]!, 0);
          expect(sum).toBe(growing.at(-1)![step]);
        }
      }),
    );
  });
});

describe("a heat map of series", () => {
  it("has a row for each, the largest on top", () => {
    const rows = heatRows([bucket("", [1]), { ...bucket("", [5]), name: "large", labels: new Map() }]);
    expect(rows.map(({ name, upTo }) => [name, upTo])).toEqual([
      ["", undefined],
      ["large", undefined],
    ]);
  });
});
