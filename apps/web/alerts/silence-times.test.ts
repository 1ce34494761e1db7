import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { clockTime } from "../format/time.ts";
import { chooseZone } from "../format/zone.ts";
import { fieldMoment, fieldText, pastMoment, silenceTimes } from "./silence-times.ts";

const HOUR_MS = 3_600_000;
const moments = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2035, 0) });
const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu");

afterEach(() => chooseZone(undefined));

describe("the end of a silence", () => {
  test("until tomorrow is nine by the clocks of the next day, whatever the zone and the season", () => {
    const morning = silenceTimes.find(({ id }) => id === "morning")!;
    fc.assert(
      fc.property(moments, zones, (nowMs, name) => {
        chooseZone(name);
        const endMs = morning.endMs(nowMs);
        expect(clockTime(endMs)).toBe("09:00:00");
        expect(endMs - nowMs).toBeGreaterThan(7 * HOUR_MS);
        expect(endMs - nowMs).toBeLessThanOrEqual(34 * HOUR_MS);
      }),
    );
  });

  test("is the moment that was typed, to the minute, but for the hour that clocks show twice", () => {
    fc.assert(
      fc.property(moments, zones, (ms, name) => {
        chooseZone(name);
        const text = fieldText(ms);
        expect(fieldText(fieldMoment(text)!)).toBe(text);
      }),
    );
    for (const text of ["", "tomorrow", "2026-13-01T00:00", "9:00"])
      expect(fieldMoment(text)).toBeUndefined();
  });
});

test("a moment is looked back at once its year is whole, and where it is not to come", () => {
  chooseZone("UTC");
  const nowMs = Date.UTC(2026, 10, 21, 12);
  const typed = ["", "0002-11-20T10:00", "0020-11-20T10:00", "0202-11-20T10:00", "2026-11-20T10:00"];
  expect(typed.map((text) => pastMoment(text, nowMs))).toEqual([
    ...Array(4).fill(undefined),
    Date.UTC(2026, 10, 20, 10),
  ]);
  expect(pastMoment("2026-11-21T12:00", nowMs)).toBe(nowMs);
  expect(pastMoment("2026-11-21T12:01", nowMs)).toBeUndefined();
});
