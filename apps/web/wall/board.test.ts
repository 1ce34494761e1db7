import { manualClock } from "@mission-control/series";
import { createContext } from "cubism-es";
import { beforeEach, describe, expect, it } from "vitest";
import { createBoard } from "./board.ts";

const NOW = 1_000_000;

describe("the board of values", () => {
  let clock: ReturnType<typeof manualClock>;
  let board: ReturnType<typeof createBoard>;
  let draw: () => void;

  beforeEach(() => {
    clock = manualClock(NOW);
    const context = createContext({ clock, step: 5_000, size: 10, endMs: NOW });
    board = createBoard({ context, clock });
    draw = () => {};
    context.start((frame) => {
      draw = frame;
    }, undefined);
    board.start();
  });

  function reading(inSight: boolean) {
    const made = {
      isSeen: inSight,
      written: 0,
      said: 0,
      inSight: () => made.isSeen,
      write: () => made.written++,
      describe: () => made.said++,
    };
    board.add(made);
    return made;
  }

  const see = (made: { isSeen: boolean }, seen: boolean) => {
    made.isSeen = seen;
    if (seen) board.seen();
  };

  it("writes what came into sight in the next frame, and soon puts it in words", () => {
    const first = reading(true);
    const second = reading(false);
    draw();
    clock.advance(1_000);
    expect([first.written, first.said, second.written, second.said]).toEqual([1, 1, 0, 0]);
    see(second, true);
    draw();
    clock.advance(1_000);
    expect([second.written, second.said]).toEqual([1, 1]);
    // What was said a moment ago is not said again.
    expect(first.said).toBe(1);
  });

  it("puts all in sight in words now and then, and what was gone for long as soon as it is back", () => {
    const gone = reading(true);
    const there = reading(true);
    clock.advance(1_000);
    see(gone, false);
    clock.advance(15_000);
    expect([gone.said, there.said]).toEqual([1, 2]);
    see(gone, true);
    clock.advance(1_000);
    expect([gone.said, there.said]).toEqual([2, 2]);
  });
});
