import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expandIntervals } from "./interval.ts";

describe("interval variables", () => {
  test("become durations, each as often as it is there", () => {
    const expr = "rate(a[$__rate_interval]) / rate(b[$__rate_interval]) + avg_over_time(c[$__interval])";
    expect(expandIntervals(expr, 30_000, 5_000)).toBe(
      "rate(a[35000ms]) / rate(b[35000ms]) + avg_over_time(c[30000ms])",
    );
  });

  test("give a rate a window of four collections, and of the step and one more, at least", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1_000, max: 60_000 }),
        (times, baseMs) => {
          const rateMs = Number.parseInt(expandIntervals("$__rate_interval", times * baseMs, baseMs), 10);
          expect(rateMs).toBe(Math.max(4 * baseMs, times * baseMs + baseMs));
        },
      ),
    );
  });

  test("are all that is changed", () => {
    for (const expr of ["up", 'x{a="$1 $& $$"}', ""]) expect(expandIntervals(expr, 1_000, 1_000)).toBe(expr);
  });
});
