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

  it("is told of an answer as it was before the read, as what is written meanwhile may be missing", () => {
    const clock = manualClock(1e12);
    const past = createPast(clock);
    const before = { finalMs: past.finalMs(), generation: past.generation() };
    const asOf = past.asOfNow();
    clock.advance(1_000);
    past.saw(at(before.finalMs));
    expect({ finalMs: asOf.finalMs(), generation: asOf.generation() }).toEqual(before);
    expect(past.asOfNow().generation()).toBe(past.generation());
  });

  it("is nothing while history is away, also where it went during the read, and is told of what is written then", () => {
    const clock = manualClock(1e12);
    let isWhole = true;
    const past = createPast(clock, () => isWhole);
    const before = past.generation();
    const [asOf, lastFinalMs] = [past.asOfNow(), past.finalMs()];
    expect(lastFinalMs).toBeGreaterThan(0);
    expect(asOf.finalMs()).toBe(lastFinalMs);
    isWhole = false;
    expect([past.finalMs(), asOf.finalMs(), past.asOfNow().finalMs()]).toEqual([0, 0, 0]);
    past.saw(at(lastFinalMs));
    expect(past.generation()).not.toBe(before);
    isWhole = true;
    expect(past.finalMs()).toBe(lastFinalMs);
  });
});
