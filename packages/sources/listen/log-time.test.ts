import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accessTime, localTime, zonedTime } from "./log-time.ts";

const nowMs = Date.UTC(2026, 0, 1, 0, 2, 0);
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

describe("a time without a zone", () => {
  test("is right whatever zone it was written in, when the line comes within some minutes", () => {
    const zone = fc.integer({ min: -48, max: 56 }).map((quarters) => quarters * 15);
    fc.assert(
      fc.property(
        zone,
        fc.integer({ min: -59, max: 13 * 60 }),
        fc.boolean(),
        (zoneMinutes, agoS, hasYear) => {
          const timeMs = nowMs - agoS * 1000;
          const local = new Date(timeMs + zoneMinutes * 60_000);
          const given = {
            month: months[local.getUTCMonth()]!,
            day: local.getUTCDate(),
            clock: local.toISOString().slice(11, 19),
            ...(hasYear ? { year: local.getUTCFullYear() } : {}),
          };
          expect(localTime(given, nowMs)).toBe(timeMs);
        },
      ),
    );
  });

  test("is none where no zone brings it near", () => {
    expect(localTime({ month: "Nov", day: 21, clock: "07:49:41" }, nowMs)).toBeUndefined();
    expect(localTime({ year: 1999, month: "Jan", day: 1, clock: "00:00:00" }, nowMs)).toBeUndefined();
    expect(localTime({ month: "Foo", day: 1, clock: "00:00:00" }, nowMs)).toBeUndefined();
  });
});

describe("a time with a zone", () => {
  test("is taken as it is, a week back at most", () => {
    expect(zonedTime("2025-12-30T12:00:00.5+02:00", nowMs)).toBe(Date.UTC(2025, 11, 30, 10, 0, 0, 500));
    expect(zonedTime("2025-11-30T12:00:00Z", nowMs)).toBeUndefined();
    expect(zonedTime("2026-01-01T00:30:00Z", nowMs)).toBeUndefined();
    expect(zonedTime("-", nowMs)).toBeUndefined();
  });

  test("of an access line counts its offset", () => {
    expect(accessTime("01/Jan/2026:01:01:00 +0100", nowMs)).toBe(Date.UTC(2026, 0, 1, 0, 1, 0));
    expect(accessTime("31/Dec/2025:20:01:00 -0400", nowMs)).toBe(Date.UTC(2026, 0, 1, 0, 1, 0));
    expect(accessTime("31/Dec/2025:20:01:59.250", nowMs)).toBe(Date.UTC(2026, 0, 1, 0, 1, 59, 250));
    for (const text of ["", "yesterday", "99/Foo/2026:00:00:00 +0000", "01/Jan/2026:99:99:99"]) {
      expect(accessTime(text, nowMs)).toBeUndefined();
    }
  });
});
