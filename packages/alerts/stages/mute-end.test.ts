import { type MuteTime, muteTimeSchema } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { muteEnd } from "./mute-end.ts";

const MINUTE = 60_000;
const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const mute = (from: string, to: string, more: object = {}): MuteTime => {
  const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const minutes = { fromMinute: minuteOf(from), toMinute: minuteOf(to) };
  return muteTimeSchema.parse({ slug: "m", name: "m", ...minutes, ...more });
};
const at = (text: string) => Date.parse(text);
const ends = (...asked: Parameters<typeof muteEnd>) => {
  const end = muteEnd(...asked);
  return typeof end === "number" ? new Date(end).toISOString().slice(0, 16) : end;
};

describe("a mute time", () => {
  test.each([
    ["2026-11-20T21:59:59Z", undefined],
    ["2026-11-20T22:00:00Z", "2026-11-21T06:00"],
    ["2026-11-21T05:59:59Z", "2026-11-21T06:00"],
    ["2026-11-21T06:00:00Z", undefined],
    // Sunday's early hours belong to the night of Saturday.
    ["2026-11-22T03:00:00Z", undefined],
  ])("over midnight belongs to the day on which it begins: %s ends %s", (now, end) => {
    expect(ends(mute("22:00", "06:00", { weekdays: ["friday"] }), at(now))).toBe(end);
  });

  test("of the same minutes is a whole day, and of every whole day never ends", () => {
    expect(ends(mute("00:00", "00:00", { weekdays: ["sunday"] }), at("2026-11-22T12:00Z"))).toBe(
      "2026-11-23T00:00",
    );
    expect(ends(mute("00:00", "24:00", { weekdays: ["sunday"] }), at("2026-11-22T12:00Z"))).toBe(
      "2026-11-23T00:00",
    );
    expect(ends(mute("00:00", "24:00"), at("2026-11-22T12:00Z"))).toBeNull();
    expect(ends(mute("09:00", "09:00"), at("2026-11-22T12:00Z"))).toBeNull();
  });

  test("of days that follow each other ends with the last of them", () => {
    const weekend = mute("00:00", "24:00", { weekdays: ["saturday", "sunday"] });
    expect(ends(weekend, at("2026-11-21T01:00Z"))).toBe("2026-11-23T00:00");
  });

  test("goes by the clocks of its zone, also in nights in which they are changed", () => {
    const nights = mute("22:00", "06:00", { zone: "Europe/Berlin" });
    expect(ends(nights, at("2026-07-01T20:30Z"))).toBe("2026-07-02T04:00");
    expect(ends(nights, at("2026-12-01T21:30Z"))).toBe("2026-12-02T05:00");
    // On 29 March it is three instead of two, on 25 October it is two twice.
    expect(ends(nights, at("2026-03-28T21:30Z"))).toBe("2026-03-29T04:00");
    expect(ends(nights, at("2026-10-24T20:30Z"))).toBe("2026-10-25T05:00");
  });

  test("that ends in the hour that is left out ends with it, and one in the hour that comes twice holds twice", () => {
    const zone = "Europe/Berlin";
    expect(ends(mute("01:00", "02:30", { zone }), at("2026-03-29T00:30Z"))).toBe("2026-03-29T01:00");
    const twice = mute("02:00", "02:30", { zone });
    expect(ends(twice, at("2026-10-25T00:10Z"))).toBe("2026-10-25T00:30");
    expect(ends(twice, at("2026-10-25T00:40Z"))).toBeUndefined();
    expect(ends(twice, at("2026-10-25T01:10Z"))).toBe("2026-10-25T01:30");
  });

  test("ends where it says: it holds up to then and not at it, in any zone at any time", () => {
    const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"];
    fc.assert(
      fc.property(
        fc.record({
          zone: fc.constantFrom(...zones),
          weekdays: fc.subarray([...weekdays], { minLength: 1 }),
          fromMinute: fc.integer({ min: 0, max: 1_439 }),
          toMinute: fc.integer({ min: 0, max: 1_440 }),
          nowMs: fc.integer({ min: at("2026-01-01T00:00Z"), max: at("2026-12-31T00:00Z") }),
        }),
        ({ nowMs, ...given }) => {
          const time = muteTimeSchema.parse({ slug: "m", name: "m", ...given });
          const end = muteEnd(time, nowMs);
          if (end === undefined) return;
          if (end === null) {
            expect(muteEnd(time, nowMs + 7 * 86_400_000)).toBeNull();
            return;
          }
          expect(end).toBeGreaterThan(nowMs);
          expect(muteEnd(time, end)).toBeUndefined();
          for (const before of [1, MINUTE, 20 * MINUTE])
            if (end - before >= nowMs) expect(muteEnd(time, end - before)).toBe(end);
        },
      ),
      { numRuns: 150 },
    );
  });
});
