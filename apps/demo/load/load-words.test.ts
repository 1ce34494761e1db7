import { describe, expect, it } from "vitest";
import { dayCurve } from "./day-curve.ts";
import { loadInWords } from "./load-words.ts";

const evening = Date.UTC(2026, 4, 20, 20);
const night = Date.UTC(2026, 4, 20, 4);

describe("the load in words", () => {
  it("says how much it is now, and how to have all of it where that is little", () => {
    const words = loadInWords({ rate: 40, isSteady: false }, night);
    const [, now] =
      /^about ([\d.]+) requests\/s now, 40 at the busiest time of day \(--steady/.exec(words) ?? [];
    expect(Math.abs(Number(now) - 40 * dayCurve(night))).toBeLessThan(0.1);
    expect(Number(now)).toBeLessThan(20);
  });

  it("says nothing of --steady where the load is near its rate, or steady", () => {
    expect(loadInWords({ rate: 40, isSteady: false }, evening)).toMatch(
      /^about (3\d|40) requests\/s now, 40 at/,
    );
    expect(loadInWords({ rate: 40, isSteady: false }, evening)).not.toContain("--steady");
    expect(loadInWords({ rate: 40, isSteady: true }, night)).toBe("40 requests/s");
  });
});
