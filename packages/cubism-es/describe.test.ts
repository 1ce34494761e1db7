import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createContext } from "./context.ts";
import { describeReader } from "./describe.ts";
import { createMetric } from "./metric.ts";

function lane(values: number[]) {
  const context = createContext({
    clock: manualClock(),
    step: 1,
    size: values.length,
    columnPx: 1,
    endMs: 0,
  });
  const metric = createMetric(context);
  metric.load(context.timeOf(0), values);
  return describeReader(metric);
}

describe("a lane in words", () => {
  it("says its latest, least and greatest value and where it is going", () => {
    expect(lane([100, 100, 100, 100, 120, 130, 380, 400])).toBe("latest 400, min 100, max 400, rising");
    expect(lane([9, 9, 9, 9, 9, 9, 1, 0.25])).toBe("latest 250m, min 250m, max 9, falling");
    expect(lane([1500, 1500, 1500, 1500])).toBe("latest 1.5k, min 1.5k, max 1.5k, steady");
  });

  it("says when there is nothing to say", () => {
    expect(lane([Number.NaN, Number.NaN])).toBe("no data");
    expect(lane([])).toBe("no data");
  });

  it("passes over gaps, and names what is infinite", () => {
    expect(lane([5, 5, 5, 5, 5, 5, Number.NaN, Number.NaN])).toBe("latest 5, min 5, max 5, steady");
    expect(lane([5, 5, 5, Number.POSITIVE_INFINITY])).toContain("latest infinite");
  });
});
