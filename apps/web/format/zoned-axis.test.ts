import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { clockTime } from "./time.ts";
import { chooseZone } from "./zone.ts";
import { zonedMoment, zonedTicks } from "./zoned-axis.ts";

const HOUR = 3_600_000;
const spring = Date.UTC(2026, 2, 29, 1);
const autumn = Date.UTC(2026, 9, 25, 1);
const laid = (endMs: number, step: number, columns: number, columnPx = 1) => ({
  startMs: endMs - columns * step,
  endMs,
  step,
  columnPx,
});
const labels = (endMs: number, hours: number) =>
  zonedTicks(laid(endMs, 60_000, hours * 60, 4), hours * 240, { minGapPx: 200 }).map(({ label }) => label);

afterEach(() => chooseZone(undefined));

describe("the ticks of a zone", () => {
  test("leave out the hour that clocks leave out, and show twice what they show twice", () => {
    chooseZone("Europe/Berlin");
    expect(labels(spring + 2 * HOUR, 4)).toEqual(["Sun 29 Mar", "01:00", "03:00", "04:00", "05:00"]);
    expect(labels(autumn + 2 * HOUR, 4)).toEqual(["01:00", "02:00", "02:00", "03:00", "04:00"]);
  });

  test("stand at round times of its clocks, in order and apart, over any change of them", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"),
        fc.constantFrom(spring, autumn, Date.UTC(2026, 3, 4, 15), Date.UTC(2026, 9, 3, 15, 30)),
        fc.integer({ min: 0, max: 2_880 }),
        fc.constantFrom(10_000, 60_000, 300_000, HOUR),
        fc.integer({ min: 60, max: 200 }),
        (name, changeMs, minutes, stepMs, minGapPx) => {
          chooseZone(name);
          const wall = laid(changeMs + minutes * 60_000, stepMs, 1_000);
          const ticks = zonedTicks(wall, 1_000, { minGapPx });
          expect(ticks.length).toBeGreaterThan(0);
          ticks.forEach((tick, i) => {
            expect(tick.x).toBeCloseTo(((tick.timeMs - wall.startMs) / stepMs) * wall.columnPx);
            expect(tick.x).toBeGreaterThanOrEqual(0);
            expect(tick.x).toBeLessThanOrEqual(1_000);
            const clock = tick.label.includes(":") ? tick.label : "00:00";
            expect(clockTime(tick.timeMs).startsWith(clock)).toBe(true);
            if (i > 0) expect(tick.x - ticks[i - 1]!.x).toBeGreaterThanOrEqual(minGapPx - 1e-5);
          });
        },
      ),
    );
  });
});

test("a moment is written by the zone's clocks", () => {
  chooseZone("Europe/Berlin");
  expect(zonedMoment(spring, 60_000, { rangeMs: HOUR })).toBe("03:00");
  expect(zonedMoment(spring - 60_000, 60_000, { rangeMs: HOUR })).toBe("01:59");
  expect(zonedMoment(Number.NaN, 60_000, { rangeMs: HOUR })).toBe("");
});
