import { describe, expect, it } from "vitest";
import { lastMsAt, reduceValues } from "./panel-data.ts";
import { rankReduced, rankSeries } from "./rank.ts";

const of = (name: string, ...values: number[]) => ({
  name,
  query: 0,
  labels: new Map<string, string>(),
  values: Float64Array.from(values),
});
const names = (series: readonly { name: string }[]) => series.map(({ name }) => name);
const gap = Number.NaN;

describe("the order of series", () => {
  const all = [
    of("web-10", 1, 1, 1),
    of("silent", gap, gap, gap),
    of("web-2", 9, 9, 9),
    of("grows", 1, 2, 8),
  ];

  it("is by their means, the largest first and those without a value last", () => {
    expect(names(rankSeries(all, "value"))).toEqual(["web-2", "grows", "web-10", "silent"]);
  });

  it("is by how much they change, up or down", () => {
    const falls = of("falls", 100, 50, 1);
    expect(names(rankSeries([...all, falls], "change")).slice(0, 2)).toEqual(["falls", "grows"]);
  });

  it("is by their names as people sort", () => {
    expect(names(rankSeries(all, "name"))).toEqual(["grows", "silent", "web-2", "web-10"]);
  });

  it("is by the one value that stands for each", () => {
    const ranked = rankReduced(all, "last", undefined);
    expect(ranked.map(({ of: { name }, value }) => [name, value])).toEqual([
      ["web-2", 9],
      ["grows", 8],
      ["web-10", 1],
      ["silent", gap],
    ]);
  });
});

describe("a series at a moment", () => {
  const later = [of("falls", 9, 1, 0), of("rises", 1, 5, 99)];

  it("is what the values up to it come to, and is ordered by that, whatever came later", () => {
    for (const how of ["last", "mean", "min", "max", "sum"] as const) {
      const known = later.map(({ name, values }) => of(name, ...values.subarray(0, 1)));
      const told = (ranked: ReturnType<typeof rankReduced>) =>
        ranked.map(({ of, value }) => [of.name, value]);
      expect(told(rankReduced(later, how, 0))).toEqual(told(rankReduced(known, how, undefined)));
    }
    expect(rankReduced(later, "last", undefined)[0]?.of.name).toBe("rises");
  });

  it("says when its last value was where none came for long, and only then", () => {
    const series = of("died", 1, 1, 1, gap, gap, gap);
    const data = { startMs: 1_000, stepMs: 10, steps: 6, series: [series] };
    expect(lastMsAt(data, series, "last", undefined)).toBe(1_020);
    expect(lastMsAt(data, series, "last", 4)).toBeUndefined();
    expect(lastMsAt(data, series, "max", undefined)).toBeUndefined();
    expect(lastMsAt(data, of("rare", 1, gap, gap, 1, gap, gap, gap), "last", undefined)).toBeUndefined();
  });
});

describe("the one value of many", () => {
  it("does not count gaps", () => {
    const values = [gap, 4, gap, 2, gap];
    expect((["last", "mean", "min", "max", "sum"] as const).map((how) => reduceValues(values, how))).toEqual([
      2, 3, 2, 4, 6,
    ]);
  });

  it("is a gap where there are only gaps", () => {
    expect(reduceValues([gap], "sum")).toBeNaN();
  });
});
