import { describe, expect, it } from "vitest";
import { rollupOf } from "./rollup.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const noonMs = 1_789_992_000_000;

const bucketOf = (func: string, stepMs: number, rangeMs: number, startMs = noonMs) => {
  const { bucketMs, level, overhangMs } = rollupOf({ func, stepMs, rangeMs, startMs }) ?? {};
  return bucketMs === undefined ? undefined : [bucketMs / MINUTE_MS, level! / MINUTE_MS, overhangMs];
};

describe("the buckets of a question", () => {
  it("are the longest in which no window begins or ends", () => {
    expect(bucketOf("avg_over_time", HOUR_MS, HOUR_MS)).toEqual([60, 60, 0]);
    expect(bucketOf("avg_over_time", HOUR_MS, 30 * MINUTE_MS)).toEqual([30, 5, 0]);
    expect(bucketOf("max_over_time", 10 * MINUTE_MS, 15 * MINUTE_MS)).toEqual([5, 5, 0]);
    expect(bucketOf("", 7 * MINUTE_MS, 5 * MINUTE_MS, 7 * 24 * HOUR_MS)).toEqual([1, 1, 0]);
    expect(bucketOf("sum_over_time", 0, 6 * HOUR_MS)).toEqual([6 * 60, 60, 0]);
  });

  it("lie in one day each", () => {
    expect(bucketOf("avg_over_time", 7 * HOUR_MS, 7 * HOUR_MS, 7 * HOUR_MS)).toEqual([60, 60, 0]);
    expect(bucketOf("avg_over_time", 48 * HOUR_MS, 48 * HOUR_MS, 0)).toEqual([24 * 60, 60, 0]);
  });

  it("may begin a collection after the windows of a rate, not of anything else", () => {
    expect(bucketOf("rate", 30 * MINUTE_MS, 30 * MINUTE_MS + 5_000)).toEqual([30, 5, 5_000]);
    expect(bucketOf("rate", 30 * MINUTE_MS, 45 * MINUTE_MS)).toEqual([15, 5, 0]);
    expect(bucketOf("avg_over_time", 30 * MINUTE_MS, 30 * MINUTE_MS + 5_000)).toBe(undefined);
  });

  it("are none where windows are shorter than a minute, lie awry, or their function needs all samples", () => {
    expect(bucketOf("avg_over_time", 30_000, 30_000)).toBe(undefined);
    expect(bucketOf("avg_over_time", HOUR_MS, HOUR_MS, noonMs + 1)).toBe(undefined);
    expect(bucketOf("rate", HOUR_MS, HOUR_MS, noonMs + 5_000)).toBe(undefined);
    for (const func of ["quantile_over_time", "irate", "changes", "unknown", "deriv"])
      expect(bucketOf(func, HOUR_MS, HOUR_MS)).toBe(undefined);
  });
});
