import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRotation } from "./rotation.ts";

function start(everyMs: number | undefined) {
  const clock = manualClock(0);
  const turns: number[] = [];
  const parts: number[] = [];
  const rotation = createRotation({
    clock,
    everyMs,
    onTurn: () => turns.push(clock.monotonicMs()),
    onProgress: (part) => parts.push(part),
  });
  return { clock, turns, parts, rotation };
}

describe("a rotation", () => {
  it("gives each turn its time and says how much of it is over", () => {
    const { clock, turns, parts, rotation } = start(1_000);
    clock.advance(2_500);
    expect(turns).toEqual([1_000, 2_000]);
    expect(parts).toEqual([0.25, 0.5, 0.75, 0.25, 0.5, 0.75, 0.25, 0.5]);
    rotation.stop();
    clock.advance(5_000);
    expect(turns).toHaveLength(2);
  });

  it("lets no time pass while it is held", () => {
    const { clock, turns, rotation } = start(1_000);
    clock.advance(750);
    rotation.hold();
    clock.advance(60_000);
    expect(turns).toEqual([]);
    rotation.goOn();
    clock.advance(250);
    expect(turns).toEqual([61_000]);
  });

  it("gives a view that was stepped to its whole turn", () => {
    const { clock, turns, rotation } = start(1_000);
    clock.advance(750);
    rotation.begin();
    clock.advance(999);
    expect(turns).toEqual([]);
    clock.advance(1);
    expect(turns).toEqual([1_750]);
  });

  it("never turns where there is nothing to turn to", () => {
    const { clock, turns } = start(undefined);
    clock.advance(3_600_000);
    expect(turns).toEqual([]);
  });
});
