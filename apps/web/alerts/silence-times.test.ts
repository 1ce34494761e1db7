import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { clockTime } from "../format/time.ts";
import { chooseZone } from "../format/zone.ts";
import { fieldMoment, fieldText, silenceTimes } from "./silence-times.ts";

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
