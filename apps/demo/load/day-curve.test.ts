import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayCurve } from "./day-curve.ts";

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** A Wednesday and a Saturday, at midnight UTC. */
const wednesdayMs = Date.UTC(2026, 10, 18);
const saturdayMs = Date.UTC(2026, 10, 21);

const time = fc.integer({ min: -4e12, max: 4e12 });
const byHour = (dayMs: number) => Array.from({ length: 24 }, (_, hour) => dayCurve(dayMs + hour * HOUR_MS));

describe("the curve of a day", () => {
  it("stays between 0 and 1, and above 0", () => {
    fc.assert(
      fc.property(time, (timeMs) => {
        expect(dayCurve(timeMs)).toBeGreaterThan(0.05);
        expect(dayCurve(timeMs)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("has no jumps: a minute changes it by less than a hundredth", () => {
    fc.assert(
      fc.property(time, (timeMs) => {
        expect(Math.abs(dayCurve(timeMs + 60_000) - dayCurve(timeMs))).toBeLessThan(0.01);
      }),
    );
    // Where the weekend begins and ends, and the week is counted anew.
    for (let minute = 0; minute < 7 * 24 * 60; minute++) {
      const timeMs = wednesdayMs + minute * 60_000;
      expect(Math.abs(dayCurve(timeMs + 60_000) - dayCurve(timeMs))).toBeLessThan(0.01);
    }
  });

  it("is the same each week", () => {
    fc.assert(
      fc.property(time, fc.integer({ min: -50, max: 50 }), (timeMs, weeks) => {
        expect(dayCurve(timeMs + weeks * WEEK_MS)).toBeCloseTo(dayCurve(timeMs), 9);
      }),
    );
  });

  it("is lowest at 4 in the morning, and has a peak at noon and a higher one in the evening", () => {
    const hours = byHour(wednesdayMs);
    expect(hours.indexOf(Math.min(...hours))).toBe(4);
    expect(hours.indexOf(Math.max(...hours))).toBe(20);
    const peaks = hours.flatMap((value, hour) =>
      value > hours[(hour + 23) % 24]! && value > hours[(hour + 1) % 24]! ? [hour] : [],
    );
    expect(peaks).toHaveLength(2);
    expect(peaks[0]).toBeGreaterThanOrEqual(12);
    expect(peaks[0]).toBeLessThanOrEqual(13);
    expect(Math.max(...hours)).toBeGreaterThan(0.9);
  });

  it("is lower at weekends, hour by hour", () => {
    const [working, free] = [byHour(wednesdayMs), byHour(saturdayMs)];
    for (let hour = 4; hour < 24; hour++) expect(free[hour]! / working[hour]!).toBeCloseTo(0.72, 2);
  });
});
