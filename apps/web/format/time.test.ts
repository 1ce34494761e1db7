import { describe, expect, it } from "vitest";
import { clockTime, lengthText, minuteText, momentText, stepText } from "./time.ts";

describe("times", () => {
  const noon = new Date(2026, 10, 21, 12, 5, 9).getTime();

  it("of today are times of day, others have their day", () => {
    expect(clockTime(noon)).toBe("12:05:09");
    expect(momentText(noon, noon + 60_000)).toBe("12:05:09");
    expect(momentText(noon, noon + 86_400_000)).toBe("21 Nov 12:05");
    expect(minuteText(noon, noon + 60_000)).toBe("12:05");
    expect(minuteText(noon, noon + 86_400_000)).toBe("21 Nov 12:05");
  });

  it("of another year have their year", () => {
    expect(minuteText(noon, noon + 365 * 86_400_000)).toBe("21 Nov 2026 12:05");
    expect(momentText(noon, noon - 365 * 86_400_000)).toBe("21 Nov 2026 12:05");
    const lastOfYear = new Date(2026, 11, 31, 23, 59).getTime();
    expect(minuteText(lastOfYear, lastOfYear + 60_000)).toBe("31 Dec 2026 23:59");
  });

  it("lengths are said in their largest whole unit, at least a second", () => {
    expect(lengthText(0)).toBe("1 s");
    expect(lengthText(2_900)).toBe("2 s");
    expect(lengthText(3_600_000 * 30)).toBe("1 d");
  });

  it("steps are said exactly", () => {
    expect(stepText(5_000)).toBe("5 s");
    expect(stepText(2_700_000)).toBe("45 min");
    expect(stepText(90_000)).toBe("90 s");
    expect(stepText(10_800_000)).toBe("3 h");
  });
});
