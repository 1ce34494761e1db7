import { metric, samplesOf } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithin, outside, stretchesOf } from "./known.ts";

describe("what is known already", () => {
  it("is a stretch for each run of steps, which begins a step before its first", () => {
    expect(stretchesOf([60, 120, 180, 300, 420, 480], 60)).toEqual([
      { fromMs: 0, toMs: 180 },
      { fromMs: 240, toMs: 300 },
      { fromMs: 360, toMs: 480 },
    ]);
    expect(stretchesOf([], 60)).toEqual([]);
  });

  it("is left out of what is written, and nothing else is", () => {
    const time = fc.integer({ min: 0, max: 50 });
    fc.assert(
      fc.property(fc.array(time), fc.array(fc.tuple(time, time)), (times, pairs) => {
        const known = pairs.map(([a, b]) => ({ fromMs: Math.min(a, b), toMs: Math.max(a, b) }));
        const samples = samplesOf(
          times.map((timeMs) => ({ labels: metric("m"), timeMs, value: timeMs * 2 })),
        );
        const kept = outside(samples, known);
        expect([...kept.timesMs]).toEqual(times.filter((timeMs) => !isWithin(timeMs, known)));
        expect([...kept.values]).toEqual([...kept.timesMs].map((timeMs) => timeMs * 2));
        if (known.length === 0) expect(kept).toBe(samples);
      }),
    );
  });
});
