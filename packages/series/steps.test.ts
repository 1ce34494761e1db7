import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ceilToStep, floorToStep, layColumns } from "./steps.ts";

const timeMs = fc.integer({ min: -4_000_000_000_000, max: 4_000_000_000_000 });
const stepMs = fc.integer({ min: 1, max: 86_400_000 });

describe("steps", () => {
  test("a time lies within a step of the ends around it, which are multiples of the step", () => {
    fc.assert(
      fc.property(timeMs, stepMs, (timeMs, stepMs) => {
        const [floor, ceil] = [floorToStep(timeMs, stepMs), ceilToStep(timeMs, stepMs)];
        expect(Math.abs(floor % stepMs)).toBe(0);
        expect(Math.abs(ceil % stepMs)).toBe(0);
        expect(floor).toBeLessThanOrEqual(timeMs);
        expect(ceil).toBeGreaterThanOrEqual(timeMs);
        expect(timeMs - floor).toBeLessThan(stepMs);
        expect(ceil - timeMs).toBeLessThan(stepMs);
      }),
    );
  });
});

describe("columns laid on a width", () => {
  const rangeMs = fc.integer({ min: 60_000, max: 400 * 86_400_000 });
  const widthPx = fc.double({ min: 1, max: 8_000, noNaN: true });
  const baseStepMs = fc.oneof(
    fc.constantFrom(1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000),
    fc.integer({ min: 1_000, max: 60_000 }),
  );

  test("are whole pixels wide, fill the width, and none is out of sight", () => {
    fc.assert(
      fc.property(rangeMs, widthPx, baseStepMs, (rangeMs, widthPx, baseStepMs) => {
        const { columnPx, columns } = layColumns(rangeMs, widthPx, baseStepMs);
        expect(Number.isInteger(columnPx)).toBe(true);
        expect(Number.isInteger(columns)).toBe(true);
        expect(columnPx).toBeGreaterThanOrEqual(1);
        expect(columns * columnPx).toBeGreaterThanOrEqual(Math.floor(widthPx));
        expect((columns - 1) * columnPx).toBeLessThan(Math.floor(widthPx));
      }),
    );
  });

  test("show the range that was asked for, at a step that samples come in", () => {
    fc.assert(
      fc.property(rangeMs, widthPx, baseStepMs, (rangeMs, widthPx, baseStepMs) => {
        const { stepMs, columns } = layColumns(rangeMs, widthPx, baseStepMs);
        expect(stepMs % baseStepMs).toBe(0);
        expect(stepMs).toBeGreaterThanOrEqual(baseStepMs);
        // A range of fewer pixels than steps cannot be asked for: rounding leaves at most a billionth.
        expect(columns * stepMs).toBeGreaterThanOrEqual(rangeMs * (1 - 1e-9));
      }),
    );
  });

  test("of any base step show much the same range: a step that divides no day is no worse off", () => {
    for (const baseStepMs of [5_000, 7_000, 11_000, 13_500]) {
      const { stepMs, columns } = layColumns(3 * 3_600_000, 1_200, baseStepMs);
      expect(stepMs).toBeLessThanOrEqual(27_000);
      expect(columns * stepMs).toBeLessThan(3 * 3_600_000 * 2.5);
    }
  });

  test.each([
    [15 * 60_000, 1_200, { stepMs: 5_000, columnPx: 6, columns: 200 }],
    [3 * 3_600_000, 1_200, { stepMs: 10_000, columnPx: 1, columns: 1_200 }],
    [30 * 86_400_000, 1_200, { stepMs: 2_700_000, columnPx: 1, columns: 1_200 }],
  ])("of %i ms on %i px are these", (rangeMs, widthPx, laid) => {
    expect(layColumns(rangeMs, widthPx, 5_000)).toEqual(laid);
  });
});
