import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationMs, formatSeconds, isConstant, lengthMs, parseDuration } from "./duration.ts";

describe("a duration", () => {
  it.each([
    ["5m", 300],
    ["1h30m", 5400],
    ["250ms", 0.25],
    ["1d12h5ms", 129_600.005],
    ["1y2w", 32_745_600],
    ["0s", 0],
  ])("%s is %d s", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(["", "5", "m", "5m1h", "1.5h", "5mm", "-5m", "5 m"])("%j is none", (text) => {
    expect(parseDuration(text)).toBeNaN();
  });

  it("reads back as it was written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        expect(Math.round(parseDuration(formatSeconds(ms / 1000)) * 1000)).toBe(ms);
      }),
    );
  });

  it("may depend on the query", () => {
    const step = { kind: "step" } as const;
    const sum = { kind: "+", left: step, right: { kind: "fixed", seconds: 1 } } as const;
    expect(durationMs(sum, { stepMs: 5_000, rangeMs: 0 })).toBe(6_000);
    expect(isConstant(sum)).toBe(false);
    expect(() => lengthMs(step, { stepMs: 0, rangeMs: 0 })).toThrow("greater than 0");
  });
});
