import { expandIntervals } from "@mission-control/contracts";
import { evaluateRange, parseExpr } from "@mission-control/promql";
import { metric, type Series } from "@mission-control/series";
import { describe, expect, test } from "vitest";
import { readWallSearch } from "../data/url-state.ts";
import { earlier, pasts, pastsOf, withPast } from "./past.ts";

const [hour, , week] = pasts;
const MINUTE = 60_000;

describe("the values of before", () => {
  test("are those of the same times an hour earlier, step by step", async () => {
    const timesMs = Float64Array.from({ length: 400 }, (_, i) => i * MINUTE);
    const series: Series = {
      labels: metric("up", { job: "a" }),
      timesMs,
      values: timesMs.map((ms) => ms / MINUTE),
    };
    const select = async () => [series];
    const ask = async (expr: string, startMs: number) => {
      const grid = { startMs, endMs: startMs + 10 * MINUTE, stepMs: 5 * MINUTE };
      const found = await evaluateRange(parseExpr(expandIntervals(expr, 5 * MINUTE, MINUTE)), {
        ...grid,
        select,
      });
      return found.series.map(({ labels, values }) => [labels.get("job"), ...values]);
    };
    for (const expr of ["up", "up # what is up", "avg_over_time(up[$__interval])"]) {
      expect(await ask(earlier(expr, hour), 300 * MINUTE)).toEqual(await ask(expr, 240 * MINUTE));
    }
  });

  test("go through the same functions", () => {
    expect(earlier("up |> smooth(5m) |> clip(0, 1)", week)).toBe(
      "last_over_time((up\n)[$__interval:$__interval] offset 1w) |> smooth(5m) |> clip(0, 1)",
    );
  });
});

test("which lanes are compared stands in the address", () => {
  const past = withPast(withPast(undefined, "main-cpu.user", week), "main-load", hour);
  expect(past).toEqual(["main-cpu.user.1w", "main-load.1h"]);
  const read = pastsOf(readWallSearch({ past, other: "x" }).past);
  expect([...read]).toEqual([
    ["main-cpu.user", week],
    ["main-load", hour],
  ]);
  expect(withPast(["a.1w"], "a", undefined)).toBeUndefined();
  expect(withPast(["a.1w"], "a", hour)).toEqual(["a.1h"]);
  expect(pastsOf(["a", "a.2w", "1w"]).size).toBe(0);
});
