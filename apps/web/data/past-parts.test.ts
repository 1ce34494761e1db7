import type { Columns } from "@mission-control/contracts";
import { metric } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finalPart, joinParts, missingFrom } from "./past-parts.ts";

const stepMs = 10;

/** What a server answers: each series is there in a stretch of its own, with the time as its value. */
function answer(startMs: number, endMs: number, finalMs: number, lives: [number, number][]): Columns {
  const steps = (endMs - startMs) / stepMs + 1;
  const series = lives.map(([from, to], i) => ({
    labels: metric("m", { i: String(i) }),
    values: Float64Array.from({ length: steps }, (_, at) => {
      const timeMs = startMs + at * stepMs;
      return timeMs >= from && timeMs <= to ? timeMs : Number.NaN;
    }),
  }));
  const present = series.filter(({ values }) => values.some((value) => !Number.isNaN(value)));
  return { startMs, stepMs, steps, series: present, warnings: [], finalMs, generation: "1" };
}

const step = fc.integer({ min: 0, max: 40 }).map((n) => n * stepMs);
const stretch = fc
  .tuple(step, step)
  .map(([a, b]) => ({ startMs: Math.min(a, b), endMs: Math.max(a, b), stepMs }));

describe("the past in parts", () => {
  it("is the same, asked for once or in what was kept and what was missing", () => {
    fc.assert(
      fc.property(stretch, stretch, step, fc.array(fc.tuple(step, step)), (first, then, finalMs, lives) => {
        const kept = finalPart(answer(first.startMs, first.endMs, finalMs, lives).series, first, {
          finalMs,
          generation: "1",
        });
        const fromMs = missingFrom(kept, then);
        const whole = answer(then.startMs, then.endMs, finalMs, lives);
        if (kept === undefined || fromMs === then.startMs) {
          expect(fromMs).toBe(then.startMs);
          return;
        }
        const fresh = answer(fromMs, then.endMs, finalMs, lives);
        const byLabels = (a: { labels: unknown }, b: { labels: unknown }) =>
          JSON.stringify([...(a.labels as Map<string, string>)]).localeCompare(
            JSON.stringify([...(b.labels as Map<string, string>)]),
          );
        expect(joinParts(kept, fresh, then).sort(byLabels)).toEqual([...whole.series].sort(byLabels));
      }),
    );
  });

  it("keeps nothing that may still change", () => {
    fc.assert(
      fc.property(stretch, step, (whole, finalMs) => {
        const part = finalPart(answer(whole.startMs, whole.endMs, finalMs, []).series, whole, {
          finalMs,
          generation: "1",
        });
        if (part === undefined) expect(finalMs).toBeLessThan(whole.startMs);
        else expect(part.endMs).toBeLessThanOrEqual(Math.min(finalMs, whole.endMs));
      }),
    );
  });

  it("asks for what is new only, and always for the last step, with which the server says what holds", () => {
    const kept = { generation: "1", startMs: 0, endMs: 100, series: [] };
    expect(missingFrom(kept, { startMs: 50, endMs: 200, stepMs })).toBe(110);
    expect(missingFrom(kept, { startMs: 50, endMs: 100, stepMs })).toBe(100);
    expect(missingFrom(kept, { startMs: 55, endMs: 205, stepMs })).toBe(55);
    expect(missingFrom(kept, { startMs: -10, endMs: 200, stepMs })).toBe(-10);
    expect(missingFrom(kept, { startMs: 110, endMs: 200, stepMs })).toBe(110);
    expect(missingFrom(undefined, { startMs: 50, endMs: 200, stepMs })).toBe(50);
  });
});
