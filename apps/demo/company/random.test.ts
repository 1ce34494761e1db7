import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "./random.ts";

describe("seeded chance", () => {
  it("repeats for the same seed and differs for another", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const take = (seed: string) => Array.from({ length: 20 }, createRandom(seed).next);
        expect(take(one)).toEqual(take(one));
        if (one !== other) expect(take(one)).not.toEqual(take(other));
      }),
    );
  });

  it("gives a fork that does not depend on what the parent was asked", () => {
    const [asked, fresh] = [createRandom("a"), createRandom("a")];
    asked.next();
    asked.normal(0, 1);
    expect(asked.fork("b").next()).toBe(fresh.fork("b").next());
  });

  it("draws within the bounds, around the middle", () => {
    const random = createRandom("bounds");
    const drawn = Array.from({ length: 4_000 }, () => random.int(3, 5));
    expect([...new Set(drawn)].sort()).toEqual([3, 4, 5]);
    const latencies = Array.from({ length: 4_001 }, () => random.logNormal(40, 0.5)).sort((a, b) => a - b);
    expect(latencies[2_000]).toBeGreaterThan(36);
    expect(latencies[2_000]).toBeLessThan(44);
    const arrivals = Array.from({ length: 4_000 }, () => random.poisson(7)).reduce((a, b) => a + b) / 4_000;
    expect(arrivals).toBeGreaterThan(6.8);
    expect(arrivals).toBeLessThan(7.2);
    expect(random.poisson(0)).toBe(0);
  });
});
