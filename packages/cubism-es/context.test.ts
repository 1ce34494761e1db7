import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createContext } from "./context.ts";
import { createHandCrank, createPage } from "./paper.ts";

const STEP = 10_000;
const END = 1_000 * STEP;
const make = (over: Partial<Parameters<typeof createContext>[0]> = {}) =>
  createContext({ clock: manualClock(END), step: STEP, size: 100, columnPx: 2, endMs: END, ...over });

describe("a context", () => {
  it("ends its last column at endMs and begins its first one at startMs", () => {
    const context = make();
    expect(context.timeOf(99)).toBe(END);
    expect(context.timeOf(0) - STEP).toBe(context.startMs);
    expect(context.startMs).toBe(END - 100 * STEP);
  });

  it("puts ends on the step grid", () => {
    expect(make({ endMs: END + STEP - 1 }).endMs).toBe(END);
  });

  it("finds a column by any time of its step, and by any pixel of it", () => {
    const context = make();
    fc.assert(
      fc.property(
        fc.nat(99),
        fc.nat(STEP - 1),
        fc.double({ min: 0, max: 1.99, noNaN: true }),
        (column, early, dx) => {
          const timeMs = context.timeOf(column) - early;
          expect(context.columnOf(timeMs)).toBe(column);
          expect(context.xOf(timeMs)).toBe((column + 1) * 2);
          expect(context.columnAtX(column * 2 + dx)).toBe(column);
        },
      ),
    );
  });

  it("has no column for times outside, and the nearest for pixels outside", () => {
    const context = make();
    for (const timeMs of [context.startMs, END + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(context.columnOf(timeMs)).toBeUndefined();
    }
    expect(context.columnAtX(-5)).toBe(0);
    expect(context.columnAtX(1e9)).toBe(99);
    expect(context.columnAtX(Number.NaN)).toBe(0);
    expect(context.xOf(END + STEP)).toBe(202);
  });

  it("advances over one step or many, never backwards, and says so once", () => {
    const context = make();
    let changes = 0;
    context.on("change", () => changes++);
    context.advance(END + STEP);
    context.advance(END + 7 * STEP + 3);
    expect(context.endMs).toBe(END + 7 * STEP);
    for (const timeMs of [END, END + 7 * STEP, -1, Number.NaN, Number.POSITIVE_INFINITY])
      context.advance(timeMs);
    expect(context.endMs).toBe(END + 7 * STEP);
    expect(changes).toBe(2);
  });

  it("stands still while paused, and catches up at once", () => {
    const context = make();
    const heard: string[] = [];
    for (const event of ["change", "pause", "configure"] as const) context.on(event, () => heard.push(event));
    context.pause();
    context.pause();
    context.advance(END + 9 * STEP);
    expect(context.endMs).toBe(END);
    context.resume();
    context.resume();
    expect(context.endMs).toBe(END + 9 * STEP);
    expect(heard).toEqual(["pause", "pause", "change"]);
  });

  it("keeps the moment when its step changes", () => {
    const context = make();
    context.configure({ step: 60_000, size: 10, columnPx: 4 });
    expect(context.endMs).toBe(Math.floor(END / 60_000) * 60_000);
    expect(context).toMatchObject({ step: 60_000, size: 10, columnPx: 4 });
  });

  it("keeps what it was where a change makes no sense", () => {
    const context = make();
    for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      context.configure({ step: bad, columnPx: bad });
      expect(context).toMatchObject({ step: STEP, columnPx: 2, endMs: END });
    }
    context.configure({ endMs: Number.NaN });
    expect(context.endMs).toBe(END);
  });

  it("may have no width: nothing is shown and nothing can be focused", () => {
    for (const columns of [0, -5, Number.NaN]) {
      const context = make({ size: columns });
      context.focus(0);
      context.moveFocus(-1);
      expect(context).toMatchObject({ size: 0, focused: null });
      expect(context.startMs).toBe(context.endMs);
    }
  });

  it("is never wider than a canvas can be", () => {
    expect(make({ size: 1e9 }).size).toBe(16_384);
  });

  it("refuses to be made without a step or an end", () => {
    expect(() => make({ step: 0 })).toThrow(RangeError);
    expect(() => make({ endMs: Number.NaN })).toThrow(RangeError);
  });

  it("stops telling whoever has undone it", () => {
    const context = make();
    let changes = 0;
    const undo = context.on("change", () => changes++);
    undo();
    undo();
    context.advance(END + STEP);
    expect(changes).toBe(0);
  });
});

describe("the focus", () => {
  it("stays on its time while the window moves, and goes when its time does", () => {
    const context = make({ size: 5 });
    let told = 0;
    context.on("focus", () => told++);
    context.focus(2);
    const timeMs = context.focusedMs;
    context.advance(END + STEP);
    expect(context).toMatchObject({ focused: 1, focusedMs: timeMs });
    context.advance(END + 3 * STEP);
    expect(context).toMatchObject({ focused: null, focusedMs: null });
    expect(told).toBe(3);
  });

  it("goes to the nearest column, and a time that is not shown takes it away", () => {
    const context = make();
    context.focus(1_000);
    expect(context.focused).toBe(99);
    context.focus(-3);
    expect(context.focused).toBe(0);
    context.focusTime(END - STEP - 5);
    expect(context.focused).toBe(98);
    context.focusTime(END + 5 * STEP);
    expect(context.focused).toBeNull();
    context.focus(Number.NaN);
    expect(context.focused).toBeNull();
  });

  it("moves by keys from the last column, and stops at the edges", () => {
    const context = make();
    context.moveFocus(-1);
    expect(context.focused).toBe(99);
    context.moveFocus(-10);
    expect(context.focused).toBe(89);
    context.moveFocus(-500);
    expect(context.focused).toBe(0);
    context.moveFocus(500);
    expect(context.focused).toBe(99);
  });

  it("is told only when it changes", () => {
    const context = make();
    let told = 0;
    context.on("focus", () => told++);
    context.focus(5);
    context.focus(5);
    context.focus(null);
    context.focus(null);
    expect(told).toBe(2);
  });

  it("stays on its moment through another step", () => {
    const context = make();
    context.focusTime(END - 5 * STEP);
    context.configure({ step: 20_000 });
    expect(Math.abs(context.focusedMs! - (END - 5 * STEP))).toBeLessThan(20_000);
  });
});

describe("with a server delay, a context", () => {
  const startOf = (serverDelay?: number) => {
    const clock = manualClock(END);
    const context = make({ clock, serverDelay });
    const stop = context.start(createHandCrank().request, undefined);
    return { clock, context, stop };
  };

  it("moves by the clock when no step is reported", () => {
    const { clock, context, stop } = startOf(3_000);
    clock.advance(STEP + 2_999);
    expect(context.endMs).toBe(END);
    clock.advance(1);
    expect(context.endMs).toBe(END + STEP);
    stop();
    clock.advance(50 * STEP);
    expect(context.endMs).toBe(END + STEP);
  });

  it("follows a change of step, and a clock set back moves nothing back", () => {
    const { clock, context } = startOf(0);
    context.configure({ step: 1_000 });
    clock.advance(1_000);
    expect(context.endMs).toBe(END + 1_000);
    clock.jumpTo(END - 30_000);
    clock.advance(5_000);
    expect(context.endMs).toBe(END + 1_000);
  });

  it("comes back to a clock that was set back by more than the window: what was shown has not happened", () => {
    const { clock, context } = startOf(0);
    clock.jumpTo(END + 365 * 86_400_000);
    clock.advance(STEP);
    expect(context.endMs).toBe(END + 365 * 86_400_000 + STEP);
    clock.jumpTo(END + 2 * STEP);
    clock.advance(STEP);
    expect(context.endMs).toBe(END + 3 * STEP);
  });

  it("tells to prepare when a step's data can be asked for, and moves when it should have come", () => {
    const clock = manualClock(END);
    const context = make({ clock, size: 10, serverDelay: 2_000, clientDelay: 3_000 });
    const heard: string[] = [];
    for (const event of ["prepare", "beforechange", "change"] as const) {
      context.on(event, (start, end) => heard.push(`${event} ${(start - END) / STEP} ${(end - END) / STEP}`));
    }
    context.start(createHandCrank().request, undefined);
    clock.advance(STEP + 1_999);
    expect(heard).toEqual([]);
    clock.advance(1);
    expect(heard).toEqual(["prepare -9 1"]);
    clock.advance(2_999);
    expect(context.endMs).toBe(END);
    clock.advance(1);
    expect(heard).toEqual(["prepare -9 1", "beforechange -9 1", "change -9 1"]);
    expect(context.endMs).toBe(END + STEP);
  });

  it("does nothing while its page is hidden, and catches up once when it is shown", () => {
    const clock = manualClock(END);
    const context = make({ clock, serverDelay: 0 });
    const page = createPage();
    context.start(createHandCrank().request, page);
    let changes = 0;
    context.on("change", () => changes++);
    page.turn(true);
    clock.advance(500 * STEP);
    expect(changes).toBe(0);
    page.turn(false);
    expect(changes).toBe(1);
    expect(context.endMs).toBe(END + 500 * STEP);
  });

  it("begins once however often it is started, and stops", () => {
    const { clock, context } = startOf(0);
    context.start(createHandCrank().request, undefined);
    context.stop();
    context.stop();
    clock.advance(50 * STEP);
    expect(context.endMs).toBe(END);
  });

  it("absent, moves only when it is told", () => {
    const { clock, context } = startOf(undefined);
    clock.advance(50 * STEP);
    expect(context.endMs).toBe(END);
    expect(context.behindMs()).toBe(50 * STEP);
  });
});
