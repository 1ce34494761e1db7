import fc from "fast-check";
import { expect, test } from "vitest";
import { largest } from "./largest.ts";

test("the largest of many are kept, largest first, and each is looked at once", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 60 }), fc.nat(70), (means, most) => {
      let reads = 0;
      const series = means.map((mean) => ({
        mean,
        get values() {
          reads++;
          return Float64Array.of(mean - 1, Number.NaN, mean + 1);
        },
      }));
      const kept = largest(series, most).map(({ mean }) => mean);
      expect(reads).toBe(series.length);
      expect(kept).toEqual(means.toSorted((a, b) => b - a).slice(0, most));
    }),
  );
});
