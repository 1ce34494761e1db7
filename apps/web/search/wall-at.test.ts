import { describe, expect, it } from "vitest";
import { wallAt } from "./wall-at.ts";

const hourMs = 3_600_000;
const now = { nowMs: 100 * hourMs, rangeMs: hourMs };

describe("going to a deploy", () => {
  it("leaves the wall live where the deploy is in sight", () => {
    expect(wallAt(99.5 * hourMs, now)).toEqual({ at: 99.5 * hourMs, pause: undefined });
  });

  it("stops the wall around one that is further back", () => {
    expect(wallAt(50 * hourMs, now)).toEqual({ at: 50 * hourMs, pause: 50.5 * hourMs });
  });
});
