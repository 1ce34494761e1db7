import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fasterClock, manualClock } from "./clock.ts";

describe("a manual clock", () => {
  test("stands still until it is turned, and then both times go on alike", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000)), (turns) => {
        const clock = manualClock(5);
        for (const ms of turns) clock.advance(ms);
        const passed = turns.reduce((sum, ms) => sum + ms, 0);
        expect([clock.now(), clock.monotonicMs()]).toEqual([5 + passed, passed]);
      }),
    );
  });

  test("runs what falls due in order of time, each at its very time", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { maxLength: 20 }), fc.nat(1_000), (delays, ms) => {
        const clock = manualClock(100);
        const ran: number[] = [];
        for (const delay of delays) clock.after(delay, () => ran.push(clock.now() - 100));
        clock.advance(ms);
        expect(ran).toEqual(delays.filter((delay) => delay <= ms).sort((a, b) => a - b));
      }),
    );
  });

  test("repeats what is to be repeated, until it is undone", () => {
    const clock = manualClock();
    const ran: number[] = [];
    const undo = clock.every(10, () => ran.push(clock.now()));
    clock.advance(35);
    undo();
    undo();
    clock.advance(100);
    expect(ran).toEqual([10, 20, 30]);
  });

  test("runs what was set while it turned, and not what was undone", () => {
    const clock = manualClock();
    const ran: string[] = [];
    const undo = clock.after(20, () => ran.push("undone"));
    clock.after(10, () => {
      undo();
      clock.after(5, () => ran.push(`set at 10, ran at ${clock.now()}`));
    });
    clock.advance(30);
    expect(ran).toEqual(["set at 10, ran at 15"]);
    expect(clock.now()).toBe(30);
  });

  test("set to another time lets none pass: timers wait as long as before", () => {
    const clock = manualClock(1_000);
    const ran: number[] = [];
    clock.after(10, () => ran.push(clock.now()));
    clock.jumpTo(500_000);
    expect([ran, clock.monotonicMs()]).toEqual([[], 0]);
    clock.advance(10);
    expect(ran).toEqual([500_010]);
  });
});

describe("a faster clock", () => {
  test("starts at the time of the other, and both its times go on by the factor", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 100 }), fc.nat(10_000), (before, factor, ms) => {
        const clock = manualClock(7);
        clock.advance(before);
        const faster = fasterClock(clock, factor);
        expect([faster.now(), faster.monotonicMs()]).toEqual([7 + before, before]);
        clock.advance(ms);
        expect([faster.now(), faster.monotonicMs()]).toEqual([
          7 + before + ms * factor,
          before + ms * factor,
        ]);
      }),
    );
  });

  test("runs its timers at their time on itself, and they can be undone", () => {
    const clock = manualClock(0);
    const faster = fasterClock(clock, 20);
    const ran: [string, number][] = [];
    faster.after(60_000, () => ran.push(["once", faster.now()]));
    const undo = faster.every(40_000, () => ran.push(["each", faster.now()]));
    faster.after(50_000, () => ran.push(["undone", faster.now()]))();
    clock.advance(4_500);
    undo();
    clock.advance(60_000);
    expect(ran).toEqual([
      ["each", 40_000],
      ["once", 60_000],
      ["each", 80_000],
    ]);
  });

  test("with a factor of 1 tells the same as the other", () => {
    const clock = manualClock(3);
    const same = fasterClock(clock, 1);
    clock.advance(123);
    expect([same.now(), same.monotonicMs()]).toEqual([clock.now(), clock.monotonicMs()]);
  });
});
