import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextRange, ranges, readRange } from "./ranges.ts";
import { showFixed, spanOf, standAt, zoomOut } from "./span.ts";
import { readWallSearch } from "./url-state.ts";

const MINUTE = 60_000;

describe("a range", () => {
  test.each([
    ["45m", "45 min", 45 * MINUTE],
    ["36h", "36 h", 36 * 60 * MINUTE],
    ["2w", "14 d", 14 * 1_440 * MINUTE],
    ["1d", "24 h", 1_440 * MINUTE],
    ["1y", "1 y", 365 * 1_440 * MINUTE],
  ])("may be of any length: %s", (name, label, ms) => expect(readRange(name)).toMatchObject({ label, ms }));

  test.each(["4m", "367d", "2y", "0h", "1.5h", "1s", "h", "", "99999999m", 5, undefined])(
    "that is none, too short or too long is none: %s",
    (name) => expect(readRange(name)).toBeUndefined(),
  );

  test("leads to the next that is offered", () => {
    expect(nextRange(45 * MINUTE, -1)?.name).toBe("1h");
    expect(nextRange(45 * MINUTE, 1)?.name).toBe("15m");
    expect(nextRange(ranges[0].ms, 1)).toBeUndefined();
  });
});

describe("what an address shows", () => {
  test("stands from one moment to another where both make sense", () => {
    expect(spanOf(readWallSearch({ range: "6h", from: "1000000", to: "1600000" }))).toMatchObject({
      ms: 600_000,
      endMs: 1_600_000,
      range: { name: "6h" },
      fixed: { from: 1_000_000, to: 1_600_000 },
    });
    for (const raw of [{ from: "9" }, { to: "9" }, { from: "9000", to: "8000" }, { from: "x", to: "1e9" }]) {
      expect(readWallSearch(raw)).toEqual({});
    }
  });

  test("ends elsewhere, as long as it is", () => {
    const fixed = { range: "6h", from: 1_000, to: 61_000 };
    expect(spanOf({ ...fixed, ...(standAt(fixed, 99_000) as object) })).toMatchObject({
      ms: 60_000,
      endMs: 99_000,
    });
    expect(standAt({ range: "6h" }, 99_000)).toEqual({ pause: 99_000 });
    expect(standAt(fixed, undefined)).toEqual({ pause: undefined, from: undefined, to: undefined });
  });

  test("twice as long a stretch holds what was shown, and never begins before all time", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e12 }),
        fc.integer({ min: 30_000, max: 1e10 }),
        fc.integer({ min: 0, max: 1e10 }),
        (from, ms, ago) => {
          const to = from + ms;
          const out = zoomOut(spanOf({ from, to }), to + ago);
          expect(out.from).toBeLessThanOrEqual(from);
          expect(out.from).toBeGreaterThan(0);
          expect(out.to).toBeGreaterThanOrEqual(to);
          expect(out.to).toBeLessThanOrEqual(to + ago + 1);
        },
      ),
    );
  });

  test("is never too short to draw", () => {
    const { from, to } = showFixed(100_000, 100_001);
    expect(to - from).toBeGreaterThanOrEqual(30_000);
  });
});
