import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clockMinute, daysText, minuteClock, muteText, weekdays } from "./mute-words.ts";

describe("a mute time in words", () => {
  test("names the days in few", () => {
    expect(daysText(weekdays)).toBe("every day");
    expect(daysText(weekdays.slice(0, 5))).toBe("Mon to Fri");
    expect(daysText(["sunday", "saturday"])).toBe("Sat, Sun");
    expect(daysText(["monday", "wednesday", "thursday", "friday"])).toBe("Mon, Wed to Fri");
  });

  test("names each set of days differently", () => {
    fc.assert(
      fc.property(fc.subarray([...weekdays]), fc.subarray([...weekdays]), (a, b) => {
        expect(daysText(a) === daysText(b)).toBe(a.join() === b.join());
      }),
    );
  });

  test("says when it ends on the next day", () => {
    const time = { slug: "nights", name: "Nights", matchers: [], weekdays: ["friday" as const], zone: "UTC" };
    expect(muteText({ ...time, fromMinute: 1_320, toMinute: 360 })).toBe(
      "Fri, 22:00 to 06:00 on the next day",
    );
    expect(muteText({ ...time, fromMinute: 0, toMinute: 1_440 })).toBe("Fri, 00:00 to 24:00");
  });

  test("has minutes that read as they are written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_439 }), (minute) => {
        expect(clockMinute(minuteClock(minute))).toBe(minute);
      }),
    );
    for (const text of ["", "24:01", "7", "07:60", "late"]) expect(clockMinute(text)).toBeUndefined();
    expect([clockMinute("24:00"), minuteClock(1_440)]).toEqual([1_440, "24:00"]);
  });
});
