import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proposeLevel, seenOf } from "./propose-level.ts";

const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 200 });

describe("a proposed level", () => {
  it("is one that nearly none of the values was past, on either side", () => {
    fc.assert(
      fc.property(values, (given) => {
        const seen = seenOf(given)!;
        const [above, below] = [proposeLevel(seen, "above"), proposeLevel(seen, "below")];
        expect(above.level).toBeGreaterThanOrEqual(seen.high);
        expect(below.level).toBeLessThanOrEqual(seen.low);
      }),
    );
  });

  it("is over on the good side", () => {
    fc.assert(
      fc.property(values, (given) => {
        const seen = seenOf(given)!;
        const [above, below] = [proposeLevel(seen, "above"), proposeLevel(seen, "below")];
        expect(above.clear).toBeLessThanOrEqual(above.level);
        expect(below.clear).toBeGreaterThanOrEqual(below.level);
      }),
    );
  });

  it("is round, as people would say it", () => {
    const seen = { least: 0.081, low: 0.083, high: 0.2417, most: 0.31 };
    expect(proposeLevel(seen, "above")).toEqual({ level: 0.29, clear: 0.274 });
    expect(proposeLevel({ least: 1, low: 2, high: 90, most: 100 }, "below").level).toBe(1);
  });

  it("is none without values", () => {
    expect(seenOf([])).toBeUndefined();
    expect(seenOf([Number.NaN, Number.POSITIVE_INFINITY])).toBeUndefined();
  });
});
