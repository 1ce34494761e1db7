import { unitSchema } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inScale, measureOf, measureText, numberOf, type Quantity, scalesOf, settled } from "./measure.ts";

const quantities: readonly Quantity[] = unitSchema.options;

describe("a number with its unit", () => {
  it.each<[number, Quantity, string]>([
    [0.3, "seconds", "300\u00a0ms"],
    [1.5, "seconds", "1.5\u00a0s"],
    [600, "seconds", "10\u00a0min"],
    [0.000_25, "seconds", "250\u00a0µs"],
    [0.05, "ratio", "5\u00a0%"],
    [2_500_000, "bytes", "2.5\u00a0MB"],
    [1_200, "per_second", "1.2\u00a0k/s"],
    [-40, "celsius", "-40\u00a0°C"],
    [12, "none", "12"],
    [300_000, "length", "5\u00a0min"],
    [90_000, "length", "90\u00a0s"],
    [86_400_000, "length", "1\u00a0d"],
    [0, "length", "0\u00a0min"],
    [0, "seconds", "0\u00a0ms"],
  ])("is typed as people read it: %d %s is %s", (value, of, text) => {
    expect(measureText(measureOf(value, of), of)).toBe(text);
  });

  it("is given back to the bit", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 });
    fc.assert(
      fc.property(number, fc.constantFrom(...quantities), (value, of) => {
        const back = numberOf(measureOf(value, of), of);
        fc.pre(Math.abs(value) > 1e-9 || value === 0);
        expect(Math.abs(back! - value)).toBeLessThanOrEqual(Math.abs(value) * Number.EPSILON);
      }),
    );
  });

  it("is given back to the bit where people could have typed it", () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999, max: 99_999 }), fc.constantFrom(...quantities), (digits, of) => {
        for (const { label } of scalesOf(of)) {
          const value = numberOf({ text: String(digits / 100), scale: label }, of)!;
          expect(numberOf(measureOf(value, of), of)).toBe(value);
        }
      }),
    );
  });

  it("of time in ms is given back, whatever it is", () => {
    fc.assert(
      fc.property(fc.nat(400 * 86_400_000), (ms) => {
        expect(numberOf(measureOf(ms, "length"), "length")).toBe(ms);
      }),
    );
  });

  it("may have its unit typed behind it", () => {
    expect(numberOf({ text: "1.5 s", scale: "ms" }, "seconds")).toBe(1.5);
    expect(numberOf({ text: "5 m", scale: "s" }, "seconds")).toBe(300);
    expect(settled({ text: "2h", scale: "min" }, "length")).toEqual({ text: "2", scale: "h" });
    expect(settled({ text: "10 minutes", scale: "h" }, "length")).toEqual({ text: "10", scale: "min" });
    expect(settled({ text: "5 M", scale: "" }, "count")).toEqual({ text: "5", scale: "M" });
    expect(numberOf({ text: "5 gb", scale: "B" }, "bytes")).toBe(5e9);
  });

  it("is nothing where nothing was typed, and no number where it is none", () => {
    expect(numberOf({ text: " ", scale: "ms" }, "seconds")).toBeUndefined();
    for (const text of ["much", "5 apples", "1.2.3", "--1"])
      expect(numberOf({ text, scale: "ms" }, "seconds")).toBeNaN();
    expect(numberOf({ text: "5 m", scale: "" }, "count")).toBeNaN();
    expect(numberOf({ text: "5 m/s", scale: "/s" }, "per_second")).toBeNaN();
  });

  it("takes a comma as what it is between three digits, and else as a point", () => {
    expect(numberOf({ text: "12,500", scale: "" }, "count")).toBe(12_500);
    expect(numberOf({ text: "1,5", scale: "s" }, "seconds")).toBe(1.5);
    expect(numberOf({ text: "−3", scale: "°C" }, "celsius")).toBe(-3);
  });

  it("stays the number it is where another scale is chosen", () => {
    expect(numberOf(inScale({ text: "300", scale: "ms" }, "s", "seconds"), "seconds")).toBe(300);
  });
});
