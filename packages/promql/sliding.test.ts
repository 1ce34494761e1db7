import fc from "fast-check";
import { expect, it } from "vitest";
import { slidingBest } from "./sliding.ts";
import { windowsOver } from "./windows.ts";

it("the best of every window is what looking at all its values gives", () => {
  const value = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 20 }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  );
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 60 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 9 }),
      (values, rangeMs, stepMs) => {
        const samples = {
          labels: new Map(),
          dropName: false,
          timesMs: Float64Array.from(values.keys()),
          values: Float64Array.from(values),
        };
        const endsMs = Float64Array.from({ length: 20 }, (_, i) => i * stepMs - 5);
        const windows = windowsOver(samples, endsMs, rangeMs);
        for (const sign of [1, -1] as const) {
          const column = slidingBest(windows, sign);
          for (let i = 0; i < endsMs.length; i++) {
            const held = values.slice(windows.from[i]!, windows.to[i]!);
            const numbers = held.filter((number) => !Number.isNaN(number));
            expect(column?.present[i] ?? 0).toBe(held.length > 0 ? 1 : 0);
            if (held.length === 0) continue;
            const best = sign === 1 ? Math.max(...numbers) : Math.min(...numbers);
            expect(column!.values[i]).toBe(numbers.length === 0 ? Number.NaN : best);
          }
        }
      },
    ),
  );
});
