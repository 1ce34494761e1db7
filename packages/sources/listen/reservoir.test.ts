import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBudget } from "./budget.ts";
import { createReservoir } from "./reservoir.ts";

describe("a reservoir", () => {
  it("gives the mean and largest of the lowest 90 %", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 300 }),
        (values) => {
          const reservoir = createReservoir(createBudget(10_000));
          for (const value of values) reservoir.add(value);
          const lowest = [...values]
            .sort((a, b) => a - b)
            .slice(0, Math.max(1, Math.round(values.length * 0.9)));
          const { mean, upper } = reservoir.take(0.9);
          expect(upper).toBe(lowest.at(-1));
          expect(mean).toBeCloseTo(lowest.reduce((a, b) => a + b, 0) / lowest.length, 5);
        },
      ),
    );
  });

  it("has nothing to say of nothing, and forgets what it gave", () => {
    const reservoir = createReservoir(createBudget(100));
    reservoir.add(1);
    reservoir.take(0.9);
    expect(reservoir.take(0.9)).toEqual({ mean: Number.NaN, upper: Number.NaN });
  });

  it("samples evenly what it has no room for", () => {
    const reservoir = createReservoir(createBudget(1_024), 1_000);
    for (let i = 0; i < 100_000; i++) reservoir.add(i);
    const { upper, mean } = reservoir.take(0.9);
    expect(upper).toBeGreaterThan(85_000);
    expect(upper).toBeLessThan(95_000);
    expect(Math.abs(mean - 45_000)).toBeLessThan(5_000);
  });

  it("gives back the room it took", () => {
    const budget = createBudget(10_000);
    const reservoir = createReservoir(budget);
    for (let i = 0; i < 5_000; i++) reservoir.add(i);
    reservoir.take(0.9);
    expect(budget.left).toBeLessThan(10_000);
    reservoir.add(1);
    reservoir.take(0.9);
    expect(budget.left).toBe(10_000);
  });

  it("keeps to the budget however many there are", () => {
    const budget = createBudget(100);
    const all = Array.from({ length: 50 }, () => createReservoir(budget));
    for (const reservoir of all) for (let i = 0; i < 100; i++) reservoir.add(i);
    expect(budget.left).toBeGreaterThanOrEqual(0);
  });
});
