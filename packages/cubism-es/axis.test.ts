import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisTicks, formatMoment } from "./axis.ts";
import { createContext } from "./context.ts";

const HOUR = 3_600_000;
const NOON = Date.UTC(2024, 10, 12, 12);

const context = (stepMs: number, columns: number, endMs = NOON, columnPx = 1) =>
  createContext({ clock: manualClock(), step: stepMs, size: columns, columnPx, endMs });

describe("the ticks of an axis", () => {
  it("stand at round times, at the right edge of the column that ends there", () => {
    const wall = context(10_000, 1_440);
    const ticks = axisTicks(wall, 1_440, { utc: true });
    expect(ticks.map((tick) => tick.label)).toEqual([
      "08:00",
      "08:15",
      "08:30",
      "08:45",
      "09:00",
      "09:15",
      "09:30",
      "09:45",
      "10:00",
      "10:15",
      "10:30",
      "10:45",
      "11:00",
      "11:15",
      "11:30",
      "11:45",
      "12:00",
    ]);
    for (const tick of ticks) expect(tick.x).toBe(wall.xOf(tick.timeMs));
  });

  it("are never nearer than they may be, and never outside", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1_000, 10_000, 60_000, 300_000, HOUR, 24 * HOUR),
        fc.integer({ min: 1, max: 2_000 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 40, max: 200 }),
        fc.integer({ min: 0, max: 3e9 }).map((minutes) => minutes * 60_000),
        fc.boolean(),
        (stepMs, columns, columnPx, minGapPx, endMs, utc) => {
          const wall = context(stepMs, columns, endMs % 4e12, columnPx);
          const widthPx = columns * columnPx;
          const ticks = axisTicks(wall, widthPx, { utc, minGapPx });
          ticks.forEach((tick, i) => {
            expect(tick.x).toBeGreaterThanOrEqual(0);
            expect(tick.x).toBeLessThanOrEqual(widthPx);
            expect(tick.label).not.toBe("");
            if (i > 0) expect(tick.x - ticks[i - 1]!.x).toBeGreaterThanOrEqual(minGapPx - 1e-6);
          });
          // Round intervals grow sevenfold at most (a day, a week: every second day breaks at a month's end), and two ticks
          // are sure to fall into twice an interval.
          if (widthPx > 15 * minGapPx + columnPx) expect(ticks.length).toBeGreaterThan(1);
        },
      ),
      { examples: [[1_000, 367, 1, 61, 56_171_928_900_000, false]] },
    );
  });

  it("name seconds where they are that near, and days where they begin", () => {
    const seconds = axisTicks(context(1_000, 300, NOON, 4), 1_200, { utc: true });
    expect(seconds[1]?.label).toMatch(/^\d\d:\d\d:\d\d$/);
    const nights = axisTicks(context(60_000, 1_440), 1_440, { utc: true }).filter((tick) => tick.strong);
    expect(nights.map((tick) => tick.label)).toEqual(["Tue 12 Nov"]);
    const month = axisTicks(context(1_800_000, 1_440), 1_440, { utc: true });
    expect(month.every((tick) => /^\w{3} \d+ \w{3}$/.test(tick.label) && !tick.strong)).toBe(true);
  });

  it("are none without a width", () => {
    expect(axisTicks(context(1_000, 0), 0)).toEqual([]);
    expect(axisTicks(context(1_000, 100), Number.NaN)).toEqual([]);
  });
});

describe("a moment", () => {
  const utc = true;

  it("has seconds where steps do", () => {
    expect(formatMoment(Date.UTC(2024, 10, 12, 14, 6, 40), 10_000, { utc })).toBe("14:06:40");
    expect(formatMoment(Date.UTC(2024, 10, 12, 14, 6), 60_000, { utc })).toBe("14:06");
  });

  it("has its day where the range is longer than a day", () => {
    const timeMs = Date.UTC(2024, 10, 12, 14, 6);
    expect(formatMoment(timeMs, 300_000, { utc })).toBe("Tue 12 Nov 14:06");
    expect(formatMoment(timeMs, 60_000, { utc, rangeMs: 25 * HOUR })).toBe("Tue 12 Nov 14:06");
    expect(formatMoment(timeMs, 300_000, { utc, rangeMs: 6 * HOUR })).toBe("14:06");
  });

  it("that is none has no words", () => {
    expect(formatMoment(Number.NaN, 1_000)).toBe("");
  });
});
