import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReservoir } from "./reservoir.ts";

/** Numbers from 0 to below 1, the same for the same seed (xorshift32). */
function seeded(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

function sample(size: number, seen: number, random: () => number) {
  const reservoir = createReservoir(size, random);
  for (let i = 0; i < seen; i++) reservoir.add(i);
  let taken: { values: number[]; rate: number } | undefined;
  reservoir.take((values, kept, rate) => {
    taken = { values: [...values.subarray(0, kept)], rate };
  });
  return taken;
}

describe("a sample", () => {
  it("has at most its size, and its rate stands for exactly what was seen", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer(),
        (size, seen, seed) => {
          const { values, rate } = sample(size, seen, seeded(seed))!;
          expect(values).toHaveLength(Math.min(size, seen));
          expect(values.length / Number(String(rate))).toBeCloseTo(seen, 6);
          expect(rate).toBeLessThanOrEqual(1);
          expect(new Set(values).size).toBe(values.length);
        },
      ),
    );
  });

  it("is of all values when they fit", () => {
    expect(sample(5, 5, Math.random)).toEqual({ values: [0, 1, 2, 3, 4], rate: 1 });
  });

  it("is nothing of nothing", () => {
    expect(sample(5, 0, Math.random)).toBeUndefined();
  });

  it("gives each value the same chance, early or late", () => {
    const random = seeded(42);
    const hits = new Float64Array(1_000);
    for (let round = 0; round < 2_000; round++)
      for (const value of sample(100, 1_000, random)!.values) hits[value]!++;
    // Each is expected 200 times, with a deviation of 13; a tenth of all together 20,000 times, with one of 127.
    for (let tenth = 0; tenth < 10; tenth++) {
      const sum = hits.subarray(tenth * 100, tenth * 100 + 100).reduce((a, b) => a + b);
      expect(Math.abs(sum - 20_000)).toBeLessThan(1_000);
    }
    expect(Math.max(...hits)).toBeLessThan(290);
    expect(Math.min(...hits)).toBeGreaterThan(110);
  });

  it("begins anew with each window", () => {
    const reservoir = createReservoir(2, seeded(1));
    for (let i = 0; i < 100; i++) reservoir.add(i);
    reservoir.take(() => {});
    reservoir.add(7);
    let next: unknown;
    reservoir.take((values, kept, rate) => {
      next = { values: [...values.subarray(0, kept)], rate };
    });
    expect(next).toEqual({ values: [7], rate: 1 });
  });
});
