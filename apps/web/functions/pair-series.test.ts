import { labelsOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { pairSeries, sharedTop } from "./pair-series.ts";

const series = (labels: Record<string, string>, ...values: number[]) => ({
  labels: labelsOf(Object.entries(labels)),
  values: Float64Array.from(values),
});

describe("before and after", () => {
  it("stand side by side by their label set, whether the metric's name is kept or not", () => {
    const { pairs } = pairSeries(
      [series({ __name__: "up", host: "b" }, 1), series({ __name__: "up", host: "a" }, 2)],
      [series({ host: "b" }, 3), series({ __name__: "up", host: "a" }, 4)],
      8,
    );
    expect(pairs.map(({ labels, before, after }) => [labels.get("host"), before?.[0], after?.[0]])).toEqual([
      ["a", 2, 4],
      ["b", 1, 3],
    ]);
  });

  it("show what a function dropped and what it made", () => {
    const { pairs } = pairSeries([series({ a: "1" }, 1)], [series({ b: "2" }, 5)], 8);
    expect(pairs.map(({ before, after }) => [before?.[0], after?.[0]])).toEqual([
      [1, undefined],
      [undefined, 5],
    ]);
  });

  it("are the largest where there are too many, and say how many are not shown", () => {
    const many = Array.from({ length: 12 }, (_, i) => series({ n: String(i) }, i));
    const { pairs, hidden } = pairSeries(many, many, 3);
    expect(pairs.map(({ labels }) => labels.get("n"))).toEqual(["9", "10", "11"]);
    expect(hidden).toBe(9);
  });

  it("share a scale where both can be seen on it", () => {
    const of = (a: number, b: number) =>
      sharedTop({ before: Float64Array.of(a, Number.NaN), after: Float64Array.of(b, 0) });
    expect(of(1, 2)).toBe(2);
    expect(of(-3, 1)).toBe(3);
    expect(of(1, 1_000)).toBeUndefined();
    expect(of(0, 1)).toBeUndefined();
    expect(of(Number.POSITIVE_INFINITY, 1)).toBeUndefined();
    expect(sharedTop({ before: Float64Array.of(1), after: undefined })).toBeUndefined();
  });
});
