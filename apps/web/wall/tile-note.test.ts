import { describe, expect, it } from "vitest";
import type { LaneState } from "../data/lane-feed.ts";
import { tileNote } from "./tile-note.ts";

const state = (over: Partial<LaneState> = {}): LaneState => ({
  phase: "ready",
  failure: undefined,
  missing: undefined,
  rows: [{} as LaneState["rows"][number]],
  hidden: 0,
  ...over,
});
const tile = { note: "failed_ratio", noteUnit: "ratio", noteText: "failed" } as const;

describe("the note below a tile's number", () => {
  it("is the note's value at the moment of the number", () => {
    expect(tileNote(tile, { state: state(), value: 1, note: 0.25, isNow: false })).toMatch(
      /^25\s%\sfailed$/u,
    );
    expect(tileNote(tile, { state: state(), value: 1, note: Number.NaN, isNow: false })).toBe("");
  });

  it("says of which time there is no data", () => {
    const without = (isNow: boolean) =>
      [state({ rows: [] }), state()].map((state) =>
        tileNote(tile, { state, value: Number.NaN, note: 0.25, isNow }),
      );
    expect(without(true)).toEqual(["no data yet", "no data now"]);
    expect(without(false)).toEqual(["no data then", "no data then"]);
  });
});
