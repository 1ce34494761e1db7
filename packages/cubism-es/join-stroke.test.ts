import { describe, expect, it } from "vitest";
import { blankStroke, joinStroke } from "./join-stroke.ts";
import type { Stroke } from "./surface.ts";

/** What waits of a lane of ten columns after strokes of `by`, `from` and `to`. */
function joined(...strokes: readonly (readonly [by: number, from: number, to: number])[]) {
  const waiting = {} as Stroke;
  blankStroke(waiting, 10);
  for (const [by, from, to] of strokes) {
    joinStroke(waiting, { by, from, to, head: by > 0 ? 1 : 0 } as Stroke, 10);
  }
  const { by, from, to } = waiting;
  return from < to ? [by, from, to] : [by];
}

describe("strokes that wait", () => {
  it("are one stroke of what any of them paints, where it has moved to", () => {
    expect(joined([1, 9, 10], [1, 9, 10])).toEqual([2, 8, 10]);
    expect(joined([0, 4, 6], [3, 7, 10])).toEqual([3, 1, 10]);
    expect(joined([0, 4, 6], [-3, 0, 3])).toEqual([-3, 0, 9]);
    expect(joined([2, 8, 10], [-2, 0, 2])).toEqual([0, 0, 2]);
    expect(joined([0, 4, 6], [0, 10, 0])).toEqual([0, 4, 6]);
  });

  it("paint nothing of what moved out of the picture", () => {
    expect(joined([0, 0, 2], [3, 7, 10])).toEqual([3, 7, 10]);
    expect(joined([0, 8, 10], [-3, 0, 3])).toEqual([-3, 0, 3]);
    expect(joined([0, 10, 0])).toEqual([0]);
  });
});
