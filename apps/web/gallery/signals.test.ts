import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { change, errors, jittery, latency, type Signal, share, sizes, traffic, withGaps } from "./signals.ts";

const signals: Record<string, { signal: Signal; min: number; max: number }> = {
  traffic: { signal: traffic(1, 900), min: 0, max: 900 },
  latency: { signal: latency(2, 0.05), min: 0, max: 0.33 },
  errors: { signal: errors(3, 12), min: 0, max: 12 },
  share: { signal: share(4), min: 0, max: 1 },
  change: { signal: change(5, 40), min: -108, max: 108 },
  sizes: { signal: sizes(6), min: 1, max: 10_000 },
  jittery: { signal: jittery(7, 100), min: 0, max: 100 },
};

describe("a made-up signal", () => {
  it.each(Object.entries(signals))("%s is the same at the same time, and within its bounds", (_, made) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (timeMs) => {
        const value = made.signal(timeMs);
        expect(value).toBe(made.signal(timeMs));
        expect(value).toBeGreaterThanOrEqual(made.min);
        expect(value).toBeLessThanOrEqual(made.max);
      }),
    );
  });

  it("uses most of its range within an hour", () => {
    const values = Array.from({ length: 3_600 }, (_, i) => share(4)(1_700_000_000_000 + i * 1_000));
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.5);
  });

  it("with gaps is as it was where it is no gap", () => {
    const whole = share(9);
    const broken = withGaps(3, whole);
    const times = Array.from({ length: 2_000 }, (_, i) => 1_700_000_000_000 + i * 1_000);
    const gaps = times.filter((timeMs) => Number.isNaN(broken(timeMs)));
    expect(gaps.length).toBeGreaterThan(50);
    expect(gaps.length).toBeLessThan(1_000);
    for (const timeMs of times) {
      if (!Number.isNaN(broken(timeMs))) expect(broken(timeMs)).toBe(whole(timeMs));
    }
  });
});
