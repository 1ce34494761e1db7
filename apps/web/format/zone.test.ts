import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { clockTime, exactTime, minuteText } from "./time.ts";
import { chooseZone, clockDate, linkZone, momentOf, offsetMs, readZone, zone, zoneName } from "./zone.ts";

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
];
const shown = (ms: number, timeZone: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" }).format(ms);

afterEach(() => {
  linkZone(undefined);
  chooseZone(undefined);
});

describe("times", () => {
  test("are those of the zone's clocks, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2035, 0) }),
        (name, ms) => {
          chooseZone(name);
          expect(clockTime(ms)).toBe(shown(ms, name));
        },
      ),
    );
  });

  test("that clocks show are moments again, but for an hour that is left out", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2035, 0) }),
        (name, ms) => {
          chooseZone(name);
          const shownMs = clockDate(ms).getTime();
          expect(clockDate(momentOf(shownMs)).getTime()).toBe(shownMs);
        },
      ),
    );
  });

  test("on the days when clocks are changed", () => {
    chooseZone("Europe/Berlin");
    const [spring, autumn] = [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)];
    expect([spring - 1_000, spring].map(clockTime)).toEqual(["01:59:59", "03:00:00"]);
    expect([autumn - 1_000, autumn].map(clockTime)).toEqual(["02:59:59", "02:00:00"]);
    // Twice there is a half past two: the first is meant; and once there is none.
    expect(momentOf(Date.UTC(2026, 9, 25, 2, 30))).toBe(autumn - 1_800_000);
    expect(momentOf(Date.UTC(2026, 2, 29, 2, 30))).toBe(spring + 1_800_000);
    expect(minuteText(Date.UTC(2026, 9, 24, 23), autumn)).toBe("01:00");
    expect(minuteText(Date.UTC(2026, 9, 24, 21), autumn)).toBe("24 Oct 23:00");
    expect(exactTime(autumn)).toMatch(/02:00:00\.000/);
  });
});

describe("a zone", () => {
  test("that the address names goes before the one that is kept", () => {
    chooseZone("Europe/Berlin");
    linkZone("Asia/Tokyo");
    expect([zone(), offsetMs(0)]).toEqual(["Asia/Tokyo", 9 * 3_600_000]);
    linkZone(undefined);
    expect(zoneName()).toBe("Europe/Berlin");
  });

  test("is one that the browser knows", () => {
    expect(readZone("europe/berlin")).toBe("Europe/Berlin");
    for (const name of ["", "Mars/Olympus", 5, undefined, "x".repeat(100)])
      expect(readZone(name)).toBeUndefined();
  });
});
