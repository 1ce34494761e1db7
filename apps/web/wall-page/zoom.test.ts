import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zoomTo } from "./zoom.ts";

const HOUR = 3_600_000;
const LIVE = 1_000 * HOUR;

describe("a wall of another range", () => {
  it("keeps the moment under the pointer where it is, and never ends after now", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 * HOUR }),
        fc.constantFrom(1, 3, 24),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (timeMs, hours, part) => {
          const shownMs = hours * HOUR;
          const endMs = zoomTo({ timeMs, afterMs: part * shownMs, shownMs, liveMs: LIVE, paused: true });
          if (endMs === undefined) expect(timeMs + part * shownMs + 1).toBeGreaterThan(LIVE);
          else {
            expect(Math.abs(endMs - part * shownMs - timeMs)).toBeLessThanOrEqual(1);
            expect(endMs).toBeLessThan(LIVE);
          }
        },
      ),
    );
  });

  it("stays live where its right edge is pointed at", () => {
    const right = { timeMs: LIVE - 600_000, afterMs: 60_000, shownMs: HOUR, liveMs: LIVE };
    expect(zoomTo({ ...right, paused: false })).toBeUndefined();
    expect(zoomTo({ ...right, paused: true })).toBe(LIVE - 540_000);
  });
});
