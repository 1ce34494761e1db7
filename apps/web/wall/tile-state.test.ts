import { describe, expect, it } from "vitest";
import { tileState } from "./tile-state.ts";

describe("a tile's state", () => {
  it("follows its limits, either way", () => {
    const high = { warnAt: 0.8, badAt: 0.95 };
    expect([0.5, 0.8, 0.95, Number.NaN].map((value) => tileState(high, value))).toEqual([
      "ok",
      "warn",
      "bad",
      "ok",
    ]);
    const low = { warnAt: 10, badAt: 5 };
    expect([20, 10, 5].map((value) => tileState(low, value))).toEqual(["ok", "warn", "bad"]);
    expect(tileState({}, 1e9)).toBe("ok");
  });
});
