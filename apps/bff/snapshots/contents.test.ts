import { metric } from "@mission-control/series";
import { describe, expect, test } from "vitest";
import { resampled } from "./contents.ts";

const kept = (series: number, steps: number) => ({
  startMs: 10_000,
  stepMs: 1_000,
  steps,
  series: Array.from({ length: series }, (_, i) => ({
    labels: metric(`m${i}`),
    values: Float64Array.from({ length: steps }, (_, at) => at + i),
  })),
});

describe("kept columns on another grid", () => {
  test("have the last value by then, and none before, behind or without one", async () => {
    const { timesMs, series } = await resampled(kept(1, 4), { startMs: 8_500, endMs: 14_500, stepMs: 1_500 });
    expect([...timesMs]).toEqual([8_500, 10_000, 11_500, 13_000, 14_500]);
    expect([...series[0]!.values]).toEqual([Number.NaN, 0, 1, 3, Number.NaN]);
    expect([...series[0]!.present]).toEqual([0, 1, 1, 1, 0]);
    expect((await resampled(kept(1, 4), { startMs: 0, endMs: 9_000, stepMs: 1_000 })).series).toEqual([]);
  });

  test("of as many as there may be let others have their turn meanwhile", async () => {
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns++;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const { series } = await resampled(kept(500, 2_000), {
      startMs: 10_000,
      endMs: 2_009_000,
      stepMs: 1_000,
    });
    isOver = true;
    expect(series).toHaveLength(500);
    expect(turns).toBeGreaterThanOrEqual(3);
  });
});
