import fc from "fast-check";
import { expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";

it("waits up to twice as long each time, ten minutes at most, and by chance less", () => {
  const longest = (failures: number) => backoffMs(failures, () => 1);
  expect([1, 2, 3, 4].map(longest)).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect([11, 100, 100_000].map(longest)).toEqual([600_000, 600_000, 600_000]);
  expect(backoffMs(5, () => 0.5)).toBe(8_000);
});

it("never comes at once, nor sooner than it was asked to, nor later than in an hour", () => {
  const chance = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.nat(1_000), chance, fc.integer({ min: -1_000, max: 1e9 }), (failures, random, asked) => {
      const ms = backoffMs(failures, () => random, asked);
      expect(ms).toBeGreaterThanOrEqual(Math.max(250, Math.min(asked, 3_600_000)));
      expect(ms).toBeLessThanOrEqual(3_600_000);
    }),
  );
});
