import { labelsOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { ticksOf } from "./ScatterPanel.tsx";
import { correlation, joinPoints } from "./scatter-points.ts";

const of = (query: number, labels: Record<string, string>, ...values: number[]) => ({
  name: labels.host ?? "",
  query,
  labels: labelsOf(Object.entries(labels)),
  values: Float64Array.from(values),
});

describe("a scatter", () => {
  it("has a cloud for each label set that both queries have, metric names left out", () => {
    const series = [
      of(0, { __name__: "x", host: "a" }, 1),
      of(0, { __name__: "x", host: "b" }, 2),
      of(1, { __name__: "y", host: "b" }, 3),
      of(1, { __name__: "y", host: "c" }, 4),
    ];
    expect(joinPoints({ series })).toEqual([
      { name: "b", sides: ["b →", "b ↑"], xs: Float64Array.of(2), ys: Float64Array.of(3) },
    ]);
  });

  it("joins one series with one, whatever their labels", () => {
    expect(joinPoints({ series: [of(0, { host: "a" }, 1), of(1, { job: "b" }, 2)] })).toHaveLength(1);
  });

  it("has none while one query has no answer", () => {
    expect(joinPoints({ series: [of(0, {}, 1)] })).toEqual([]);
  });
});

describe("the correlation", () => {
  const xs = Float64Array.of(1, 2, 3, Number.NaN, 5);

  it("is 1 where one is the other grown, -1 where it falls, gaps left out", () => {
    expect(correlation({ xs, ys: xs.map((x) => 3 * x + 7) })).toBeCloseTo(1, 12);
    expect(correlation({ xs, ys: xs.map((x) => -x) })).toBeCloseTo(-1, 12);
  });

  it("is not known where one stands still or there are too few", () => {
    expect(correlation({ xs, ys: xs.map(() => 4) })).toBeNaN();
    expect(correlation({ xs: xs.subarray(0, 2), ys: xs.subarray(0, 2) })).toBeNaN();
  });
});

describe("ticks", () => {
  it("are round values inside of the range", () => {
    expect(ticksOf(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticksOf(-1, 1, 2)).toEqual([-1, 0, 1]);
  });
});
