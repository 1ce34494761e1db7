import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatValue, valueText } from "./value-text.ts";

describe("a value", () => {
  it("is shown with an SI prefix and three figures", () => {
    expect(formatValue(1_234, "count")).toEqual({ number: "1.23", unit: "k" });
    expect(formatValue(3_400_000_000, "bytes")).toEqual({ number: "3.40", unit: "GB" });
    expect(formatValue(5_191, "per_second")).toEqual({ number: "5.19", unit: "k/s" });
    expect(formatValue(999.6, "bytes_per_second")).toEqual({ number: "1.00", unit: "kB/s" });
  });

  it("is shown whole where it is whole and small", () => {
    expect(formatValue(7, "count")).toEqual({ number: "7", unit: "" });
    expect(formatValue(0, "bytes")).toEqual({ number: "0", unit: "B" });
  });

  it("that is a ratio is shown in per cent", () => {
    expect(formatValue(0.125, "ratio")).toEqual({ number: "12.5", unit: "%" });
    expect(formatValue(1, "ratio")).toEqual({ number: "100", unit: "%" });
  });

  it("that is a time is shown in the part of time that suits it", () => {
    expect(valueText(0.048, "seconds")).toBe("48\u00a0ms");
    expect(formatValue(0.000_002_5, "seconds")).toEqual({ number: "2.50", unit: "µs" });
    expect(formatValue(90, "seconds")).toEqual({ number: "1.50", unit: "min" });
    expect(formatValue(172_800, "seconds")).toEqual({ number: "2", unit: "d" });
    expect(formatValue(0, "seconds")).toEqual({ number: "0", unit: "s" });
  });

  it("below zero has a true minus sign", () => {
    expect(formatValue(-12.34, "celsius").number).toBe("\u221212.3");
  });

  it("that is none, or infinite, says so", () => {
    expect(formatValue(Number.NaN, "bytes")).toEqual({ number: "–", unit: "" });
    expect(formatValue(Number.POSITIVE_INFINITY, "none").number).toBe("∞");
    expect(formatValue(Number.NEGATIVE_INFINITY, "none").number).toBe("\u2212∞");
  });

  it("is never wider than nine characters", () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, min: -1e18, max: 1e18 }), (value) => {
        for (const unit of ["none", "bytes", "seconds", "per_second"] as const) {
          if (unit === "seconds" && Math.abs(value) > 1e9) continue;
          expect(formatValue(value, unit).number.length).toBeLessThanOrEqual(9);
        }
      }),
    );
  });
});
