import { expandIntervals } from "@mission-control/contracts";
import { parseExpr, typeOf } from "@mission-control/promql";
import { describe, expect, it } from "vitest";
import { thisMachine } from "./this-machine.ts";

const lanes = thisMachine.sections.flatMap((section) => section.lanes);
const expressions = [
  ...lanes.map((lane) => lane.expr),
  ...thisMachine.tiles.flatMap((tile) => (tile.note === undefined ? [tile.expr] : [tile.expr, tile.note])),
];

describe("the view of this machine", () => {
  it("has at least 24 lanes in the five sections", () => {
    expect(lanes.length).toBeGreaterThanOrEqual(24);
    expect(thisMachine.sections.map(({ id }) => id)).toEqual([
      "processor",
      "memory",
      "disk",
      "network",
      "mission-control",
    ]);
  });

  it.each(expressions)("asks in good PromQL: %s", (expr) => {
    for (const stepMs of [1_000, 5_000, 2_700_000]) {
      const type = typeOf(parseExpr(expandIntervals(expr, stepMs, 5_000)));
      expect(["vector", "scalar"]).toContain(type);
    }
  });

  it("gives each lane of a section a name of its own", () => {
    for (const { lanes: own } of thisMachine.sections) {
      expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
    }
  });
});
