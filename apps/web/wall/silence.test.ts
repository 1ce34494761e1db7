import { manualClock } from "@mission-control/series";
import { createContext, createMetric } from "cubism-es";
import { describe, expect, it } from "vitest";
import { createSilence } from "./silence.ts";

const STEP = 5_000;
const COLUMNS = 20;
const END = 1_000_000;

/** A lane whose last columns are these: a digit is a value, a dot none. */
function lane(text: string) {
  const context = createContext({
    clock: manualClock(END),
    step: STEP,
    size: COLUMNS,
    columnPx: 1,
    endMs: END,
  });
  const metric = createMetric(context);
  const values = [...text].map((sign) => (sign === "." ? Number.NaN : Number(sign)));
  metric.load(END - (values.length - 1) * STEP, values);
  return { context, metric };
}
const since = (text: string) => createSilence(lane(text).metric)();

describe("a lane that had data and has none now", () => {
  it("is silent since its last value", () => {
    expect(since("11111111....")).toBe(END - 4 * STEP);
    expect(since("1...")).toBe(END - 3 * STEP);
  });

  it("is not silent while its newest columns may still be on their way", () => {
    expect(since("1111")).toBeUndefined();
    expect(since("1111..")).toBeUndefined();
  });

  it("never was silent where it never spoke", () => {
    expect(since("....................")).toBeUndefined();
  });

  it("whose values come seldom is silent after a pause twice as long as any before", () => {
    expect(since("1...1...1......")).toBeUndefined();
    expect(since("1...1...1.......")).toBe(END - 7 * STEP);
  });

  it("goes silent as the clock goes on, and speaks again with its next value", () => {
    const { context, metric } = lane("111111");
    const silence = createSilence(metric);
    context.advance(END + 3 * STEP);
    expect(silence()).toBe(END);
    metric.set(END + 3 * STEP, 1);
    expect(silence()).toBeUndefined();
  });

  it("still tells since when once that has left the window", () => {
    const { context, metric } = lane("111111");
    const silence = createSilence(metric);
    context.advance(END + 4 * STEP);
    expect(silence()).toBe(END);
    context.advance(END + 2 * COLUMNS * STEP);
    expect(silence()).toBe(END);
  });
});
