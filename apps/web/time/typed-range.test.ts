import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chooseZone } from "../format/zone.ts";
import { readTyped } from "./typed-range.ts";

const utc = (text: string) => Date.parse(`${text}Z`);
const NOW = utc("2026-11-21T15:30:00");

describe("a typed range", () => {
  beforeEach(() => chooseZone("UTC"));
  afterEach(() => chooseZone(undefined));

  test.each([
    ["2h", "2h"],
    ["45 min", "45m"],
    ["last 45 minutes", "45m"],
    ["the past 2 days", "2d"],
    ["1 week", "7d"],
    ["90d", "90d"],
    ["1 year", "365d"],
    ["24 hours", "24h"],
  ])("%s is a length up to now", (text, range) => expect(readTyped(text, NOW)).toEqual({ range }));

  test.each([
    ["yesterday", "2026-11-20T00:00:00", "2026-11-21T00:00:00"],
    ["Today", "2026-11-21T00:00:00", "2026-11-22T00:00:00"],
    ["2026-11-19", "2026-11-19T00:00:00", "2026-11-20T00:00:00"],
    ["14:00 to 15:30", "2026-11-21T14:00:00", "2026-11-21T15:30:00"],
    ["yesterday 14:00 – 15:30", "2026-11-20T14:00:00", "2026-11-20T15:30:00"],
    ["2026-11-19 14:00 to 2026-11-20 09:05:30", "2026-11-19T14:00:00", "2026-11-20T09:05:30"],
    ["2026-11-19T14:00:00+02:00 to 2026-11-19T14:00:00Z", "2026-11-19T12:00:00", "2026-11-19T14:00:00"],
    ["now-2h to now", "2026-11-21T13:30:00", "2026-11-21T15:30:00"],
    ["3 h ago to now", "2026-11-21T12:30:00", "2026-11-21T15:30:00"],
    ["14:00", "2026-11-21T14:00:00", "2026-11-21T15:30:00"],
  ])("%s is from one moment to another", (text, from, to) =>
    expect(readTyped(text, NOW)).toEqual({ from: utc(from), to: utc(to) }),
  );

  test.each([
    ["", /Type a range/],
    ["soon", /Not understood/],
    ["2 parsecs", /Not understood/],
    ["2026-02-31", /Not understood/],
    ["25:00 to 26:00", /Not understood/],
    ["1 min", /5 min to 1 y/],
    ["9 years", /5 min to 1 y/],
    ["16:00 to 17:00", /future/],
    ["15:00 to 14:00", /ends before/],
  ])("%s says what is wrong", (text, words) => {
    const typed = readTyped(text, NOW);
    expect("fault" in typed ? typed.fault : "").toMatch(words);
  });

  test("is of the zone that is shown, whose days are 23 to 25 hours long", () => {
    chooseZone("Europe/Berlin");
    const hours = (text: string) => {
      const typed = readTyped(text, NOW);
      return "from" in typed ? (typed.to - typed.from) / 3_600_000 : Number.NaN;
    };
    expect(readTyped("2026-07-01 12:00 to 2026-07-01 13:00", NOW)).toEqual({
      from: utc("2026-07-01T10:00:00"),
      to: utc("2026-07-01T11:00:00"),
    });
    expect([hours("2026-03-29"), hours("2026-10-25"), hours("2026-10-26")]).toEqual([23, 25, 24]);
  });
});
