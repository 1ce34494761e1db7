import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRing, type Ring } from "./ring.ts";

/** The simplest ring that could be right: a map of times, sorted when it is read. */
function createModel(maxLength: number) {
  let samples = new Map<number, number>();
  const times = () => [...samples.keys()].sort((a, b) => a - b);
  return {
    push(timeMs: number, value: number): boolean {
      if (!Number.isFinite(timeMs)) return false;
      if (samples.size === maxLength && !samples.has(timeMs)) {
        const oldest = times()[0]!;
        if (timeMs < oldest) return false;
        samples.delete(oldest);
      }
      samples.set(timeMs, value);
      return true;
    },
    dropBefore(timeMs: number): number {
      const before = samples.size;
      samples = new Map([...samples].filter(([time]) => !(time < timeMs)));
      return before - samples.size;
    },
    slice: (startMs: number, endMs: number) =>
      times()
        .filter((time) => time >= startMs && time <= endMs)
        .map((time) => [time, samples.get(time)!]),
  };
}

function pairs(ring: Ring, startMs = Number.NEGATIVE_INFINITY, endMs = Number.POSITIVE_INFINITY) {
  const { timesMs, values } = ring.slice(startMs, endMs);
  return Array.from(timesMs, (timeMs, i) => [timeMs, values[i]!]);
}

// Few times, so that equal and late ones are common; enough of them that the columns grow and go round.
const time = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 60 }) },
  fc.constantFrom(NaN, Infinity),
);
const action = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant("push" as const), time, fc.double()) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("drop" as const), time, fc.constant(0)) },
);

describe("a ring", () => {
  test("agrees with a sorted map, whatever comes in which order", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(action, { maxLength: 150 }),
        (maxLength, actions) => {
          const [ring, model] = [createRing(maxLength), createModel(maxLength)];
          for (const [kind, timeMs, value] of actions) {
            if (kind === "push") expect(ring.push(timeMs, value)).toBe(model.push(timeMs, value));
            else expect(ring.dropBefore(timeMs)).toBe(model.dropBefore(timeMs));
          }
          const all = model.slice(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
          expect(pairs(ring)).toEqual(all);
          expect(ring.length).toBe(all.length);
          expect(ring.firstMs).toBe(all[0]?.[0] ?? Number.NaN);
          expect(ring.lastMs).toBe(all.at(-1)?.[0] ?? Number.NaN);
          for (const [startMs, endMs] of [
            [0, 30],
            [10, 10],
            [20, 59],
            [40, 5],
            [61, 99],
          ] as const) {
            expect(pairs(ring, startMs, endMs)).toEqual(model.slice(startMs, endMs));
            expect(ring.hasBetween(startMs, endMs)).toBe(model.slice(startMs, endMs).length > 0);
          }
        },
      ),
    );
  });

  test("keeps the newest when it is full", () => {
    const ring = createRing(3);
    for (let i = 0; i < 100; i++) ring.push(i, i * 10);
    expect(pairs(ring)).toEqual([
      [97, 970],
      [98, 980],
      [99, 990],
    ]);
  });

  test("of a length that is no whole number holds the whole part", () => {
    const ring = createRing(2.5);
    for (let i = 0; i < 10; i++) ring.push(i, i);
    expect(pairs(ring)).toEqual([
      [8, 8],
      [9, 9],
    ]);
  });

  test("a slice is a copy that later samples do not change", () => {
    const ring = createRing(10);
    ring.push(1, 1);
    const { values } = ring.slice(0, 10);
    ring.push(1, 2);
    expect([...values]).toEqual([1]);
  });

  test("a gap is a value like any other", () => {
    const ring = createRing(10);
    expect(ring.push(1, Number.NaN)).toBe(true);
    expect(pairs(ring)).toEqual([[1, Number.NaN]]);
  });

  test("that could hold nothing is refused", () => {
    for (const length of [0, -1, 0.5, Number.NaN]) expect(() => createRing(length)).toThrow(RangeError);
  });
});
