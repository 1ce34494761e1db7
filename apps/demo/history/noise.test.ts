import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { chancy, createNoise, createWander } from "./noise.ts";

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);

describe("the noise of a history", () => {
  it("comes as often as expected, whether that is seldom or often", () => {
    const noise = createNoise(createRandom("a"));
    for (const perSecond of [0.001, 0.05, 0.8, 1.3, 40]) {
      const found = draws(60_000, () => chancy(noise, perSecond, 10));
      expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
      const expected = Math.sqrt(perSecond / 10 / 60_000);
      expect(Math.abs(mean(found) - perSecond)).toBeLessThan(4 * expected);
      const variance = mean(found.map((value) => (value - perSecond) ** 2));
      expect(variance / (perSecond / 10)).toBeGreaterThan(0.85);
      expect(variance / (perSecond / 10)).toBeLessThan(1.15);
    }
    expect(chancy(noise, 0, 10)).toBe(0);
  });

  it("wanders: near where it was a step before, as far as it may in the long run", () => {
    const wander = createWander(createNoise(createRandom("b")), 0.2, 50);
    const levels = draws(200_000, wander);
    const deviation = Math.sqrt(mean(levels.map((level) => level ** 2)));
    expect(deviation).toBeGreaterThan(0.18);
    expect(deviation).toBeLessThan(0.22);
    const steps = levels.slice(1).map((level, i) => (level - levels[i]!) ** 2);
    expect(Math.sqrt(mean(steps))).toBeLessThan(0.05);
  });
});
