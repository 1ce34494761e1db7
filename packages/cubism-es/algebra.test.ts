import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { add, divide, map, multiply, shift, subtract } from "./algebra.ts";
import { createContext } from "./context.ts";
import { createMetric } from "./metric.ts";
import type { Reader } from "./reader.ts";

const STEP = 1_000;
const END = 50 * STEP;
const NO = Number.NaN;

function two() {
  const context = createContext({
    clock: manualClock(END),
    step: STEP,
    size: 4,
    columnPx: 1,
    endMs: END,
  });
  const a = createMetric(context, { keepMs: 2 * STEP });
  const b = createMetric(context);
  a.load(context.timeOf(0), [1, 2, NO, 4]);
  b.load(context.timeOf(0), [10, 0, 30, 8]);
  return { context, a, b };
}

const values = (reader: Reader) => Array.from({ length: reader.context.size }, (_, i) => reader.at(i));

describe("metrics", () => {
  it("are joined column by column, and a gap in either is a gap", () => {
    const { a, b } = two();
    expect(values(add(a, b))).toEqual([11, 2, NO, 12]);
    expect(values(subtract(b, a))).toEqual([9, -2, NO, 4]);
    expect(values(multiply(a, b))).toEqual([10, 0, NO, 32]);
    expect(values(divide(a, b))).toEqual([0.1, Number.POSITIVE_INFINITY, NO, 0.5]);
  });

  it("are joined with numbers", () => {
    const { a } = two();
    expect(values(add(a, 1))).toEqual([2, 3, NO, 5]);
    expect(values(subtract(a, 1))).toEqual([0, 1, NO, 3]);
    expect(values(multiply(a, 3))).toEqual([3, 6, NO, 12]);
    expect(values(divide(a, 2))).toEqual([0.5, 1, NO, 2]);
  });

  it("are mapped, gaps too", () => {
    const { a } = two();
    expect(values(map(a, (value) => (Number.isNaN(value) ? 0 : -value)))).toEqual([-1, -2, 0, -4]);
  });

  it("know the extent and the latest of what was made of them", () => {
    const { a, b } = two();
    const sum = add(a, b);
    expect(sum.extent()).toMatchObject({ min: 2, max: 12 });
    expect(sum.latest()?.value).toBe(12);
  });

  it("tell of changes in either, until it is undone", () => {
    const { a, b } = two();
    const heard: number[] = [];
    const undo = add(a, b).on("change", (fromMs) => heard.push(fromMs));
    a.set(END, 5);
    b.set(END - STEP, 5);
    undo();
    a.set(END, 6);
    expect(heard).toEqual([END, END - STEP]);
  });

  it("shifted show what was earlier, as far back as the metric keeps, and say where the change is seen", () => {
    const { a, context } = two();
    a.load(context.timeOf(0) - 2 * STEP, [-2, -1]);
    const earlier = shift(a, 2 * STEP);
    expect(values(earlier)).toEqual([-2, -1, 1, 2]);
    expect(values(shift(a, 3 * STEP))).toEqual([NO, -2, -1, 1]);
    const heard: number[] = [];
    earlier.on("change", (fromMs) => heard.push(fromMs));
    a.set(END - 2 * STEP, 7);
    expect(heard).toEqual([END]);
    expect(earlier.at(3)).toBe(7);
  });
});
