import { labelsOf, manualClock } from "@mission-control/series";
import { beforeEach, describe, expect, it } from "vitest";
import { createPreviewBoard, type PreviewBoard, type PreviewGrid } from "./preview-board.ts";

const grid: PreviewGrid = { startMs: 10_000, stepMs: 5_000, columns: 3, columnPx: 2 };
const series = (host: string, ...values: number[]) => ({
  labels: labelsOf([["host", host]]),
  values: Float64Array.from(values),
});

describe("the preview's board", () => {
  let board: PreviewBoard;
  let told: number;
  beforeEach(() => {
    board = createPreviewBoard({ clock: manualClock(1_000_000) });
    told = 0;
    board.subscribe(() => told++);
  });
  const shown = (side: "before" | "after") =>
    board.state().rows.map((row) => [0, 1, 2].map((column) => row[side]?.at(column)));

  it("shows each value at its own time", () => {
    board.show(grid, [series("a", 1, 2, 3)], [series("a", 2, 4, 6)]);
    expect([0, 1, 2].map(board.context.timeOf)).toEqual([10_000, 15_000, 20_000]);
    expect(shown("before")).toEqual([[1, 2, 3]]);
    expect(shown("after")).toEqual([[2, 4, 6]]);
    expect(board.state().rows[0]!.top).toBe(6);
    expect(told).toBe(1);
  });

  it("forgets what it showed before, and keeps the metric that lanes draw", () => {
    board.show(grid, [series("a", 1, 2, 3)], [series("a", 1, 2, 3)]);
    const [first] = board.state().rows;
    board.show(grid, [series("a", 1, 2, 3)], [series("a", Number.NaN, 9, Number.NaN)]);
    expect(shown("after")).toEqual([[Number.NaN, 9, Number.NaN]]);
    expect(board.state().rows[0]!.after).toBe(first!.after);
  });

  it("moves on with the grid, to earlier times and to other steps too", () => {
    board.show(grid, [series("a", 1, 2, 3)], []);
    for (const next of [
      { ...grid, startMs: 15_000 },
      { ...grid, startMs: 5_000 },
      { ...grid, startMs: 60_000, stepMs: 60_000 },
    ]) {
      board.show(next, [series("a", 7, 8, 9)], []);
      expect(board.context.timeOf(0)).toBe(next.startMs);
      expect(shown("before")).toEqual([[7, 8, 9]]);
    }
    expect(shown("after")).toEqual([[undefined, undefined, undefined]]);
  });
});
