import { manualClock, samplesOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createPast } from "./past.ts";

const at = (timeMs: number) => samplesOf([{ labels: new Map([["__name__", "up"]]), timeMs, value: 1 }]);

describe("the past that a browser may keep", () => {
  it("stays the same while samples are at most five minutes late", () => {
    const clock = manualClock(1e12);
    const past = createPast(clock);
    const before = past.generation();
    past.saw(at(clock.now()));
    past.saw(at(past.finalMs() + 1));
    expect(past.generation()).toBe(before);
  });

  it("is another once something is written into what was final, and after a start", () => {
    const clock = manualClock(1e12);
    const past = createPast(clock);
    const before = past.generation();
    past.saw(at(past.finalMs()));
    expect(past.generation()).not.toBe(before);
    clock.advance(1);
    expect(createPast(clock).generation()).not.toBe(before);
  });
});
