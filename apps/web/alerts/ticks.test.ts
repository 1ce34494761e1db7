import { manualClock } from "@mission-control/series";
import { expect, test } from "vitest";
import { ticksOf } from "./ticks.ts";

test("all who listen are told by one timer, which stands still while nobody does", () => {
  const clock = manualClock(0);
  let timers = 0;
  const every: typeof clock.every = (ms, fn) => {
    timers++;
    const stop = clock.every(ms, fn);
    return () => {
      timers--;
      stop();
    };
  };
  const counted = { ...clock, every };
  const told: string[] = [];
  const leaveA = ticksOf(counted).subscribe(() => told.push("a"));
  const leaveB = ticksOf(counted).subscribe(() => told.push("b"));
  expect(timers).toBe(1);
  clock.advance(10_000);
  expect(told).toEqual(["a", "b"]);
  leaveA();
  leaveA();
  clock.advance(10_000);
  expect(told).toEqual(["a", "b", "b"]);
  leaveB();
  expect(timers).toBe(0);
  ticksOf(counted).subscribe(() => told.push("c"));
  clock.advance(10_000);
  expect(told).toEqual(["a", "b", "b", "c"]);
});
