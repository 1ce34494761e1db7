import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutGrid, stepsOf } from "./cut-grid.ts";

describe("a cut grid", () => {
  it("has every step of the whole once, in order", () => {
    const grids = fc.record({
      startMs: fc.integer({ min: 0, max: 1e9 }),
      stepMs: fc.integer({ min: 1, max: 100_000 }),
      steps: fc.integer({ min: 1, max: 200_000 }),
      over: fc.double({ min: 0, max: 0.99, noNaN: true }),
    });
    fc.assert(
      fc.property(grids, ({ startMs, stepMs, steps, over }) => {
        const grid = { startMs, stepMs, endMs: startMs + (steps - 1) * stepMs + Math.floor(over * stepMs) };
        const parts = cutGrid(grid);
        let nextMs = startMs;
        for (const part of parts) {
          expect(part.startMs).toBe(nextMs);
          expect(stepsOf(part)).toBeLessThanOrEqual(2_000);
          nextMs = part.endMs + stepMs;
        }
        expect(nextMs).toBe(startMs + steps * stepMs);
        expect(parts.reduce((sum, part) => sum + stepsOf(part), 0)).toBe(stepsOf(grid));
      }),
    );
  });

  it("has some fifty parts, fewer where they would be tiny", () => {
    const minutes = (steps: number) => cutGrid({ startMs: 0, endMs: (steps - 1) * 60_000, stepMs: 60_000 });
    expect(minutes(10_000)).toHaveLength(50);
    expect(minutes(250)).toHaveLength(3);
    expect(minutes(1)).toHaveLength(1);
  });
});
