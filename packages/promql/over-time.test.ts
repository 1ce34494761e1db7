import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFixture } from "./conformance/fixture.ts";

const finite = fc.double({ noNaN: true, min: -1e6, max: 1e6 });

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: number[]) => mean(values.map((value) => (value - mean(values)) ** 2));
const median = (values: number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
};

describe("functions over time", () => {
  it.each<[string, (values: number[]) => number]>([
    ["sum_over_time", (values) => values.reduce((a, b) => a + b, 0)],
    ["avg_over_time", mean],
    ["min_over_time", (values) => Math.min(...values)],
    ["max_over_time", (values) => Math.max(...values)],
    ["count_over_time", (values) => values.length],
    ["last_over_time", (values) => values.at(-1)!],
    ["first_over_time", (values) => values[0]!],
    ["present_over_time", () => 1],
    ["stdvar_over_time", variance],
    ["stddev_over_time", (values) => Math.sqrt(variance(values))],
    ["mad_over_time", (values) => median(values.map((value) => Math.abs(value - median(values))))],
  ])("%s is what its definition says", async (name, definition) => {
    await fc.assert(
      fc.asyncProperty(fc.array(finite, { minLength: 4, maxLength: 20 }), async (values) => {
        const { over } = createFixture(`load 10s\n  x ${values.join(" ")}`);
        const [column] = Object.values(await over(`${name}(x[35s])`, 0, (values.length - 1) * 10, 10));
        for (const [i, got] of column!.entries()) {
          const window = values.slice(Math.max(0, i - 3), i + 1);
          const scale = Math.max(1, ...window.map(Math.abs));
          expect(Math.abs(got! - definition(window)) / scale ** 2).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("pass NaN over where there is a number, but for the first and the last", async () => {
    const { at } = createFixture("load 10s\n  x NaN 1 3 NaN");
    expect(await at("max_over_time(x[1m])", 30)).toEqual({ "{}": 3 });
    expect(await at("min_over_time(x[1m])", 30)).toEqual({ "{}": 1 });
    expect(await at("last_over_time(x[1m])", 30)).toEqual({ x: Number.NaN });
    expect(await at("sum_over_time(x[1m])", 30)).toEqual({ "{}": Number.NaN });
  });

  it("lose nothing to large numbers that cancel, and overflow only where the mean does", async () => {
    const { at } = createFixture("load 10s\n  x 1 1e100 1 -1e100\n  big 1e308 1e308 1e308");
    expect(await at("sum_over_time(x[1m])", 30)).toEqual({ "{}": 2 });
    expect(await at("avg_over_time(x[1m])", 30)).toEqual({ "{}": 0.5 });
    expect((await at("avg_over_time(big[1m])", 20))["{}"]! / 1e308).toBeCloseTo(1, 12);
  });

  it("warn of a quantile that is none", async () => {
    const { at, instant } = createFixture("load 10s\n  x 0 1 4");
    expect(await at("quantile_over_time(0.75, x[1m])", 20)).toEqual({ "{}": 2.5 });
    expect(await at("quantile_over_time(2, x[1m])", 20)).toEqual({ "{}": Number.POSITIVE_INFINITY });
    expect((await instant("quantile_over_time(2, x[1m])", 20)).warnings).toEqual([
      "PromQL warning: quantile value should be between 0 and 1, got 2 (1:20)",
    ]);
  });

  it("say when the highest, lowest, first and last were", async () => {
    const { at } = createFixture("load 10s\n  x 1 9 0 9 3");
    for (const [name, seconds] of [
      ["max", 30],
      ["min", 20],
      ["first", 0],
      ["last", 40],
    ] as const) {
      expect(await at(`ts_of_${name}_over_time(x[1m])`, 40)).toEqual({ "{}": seconds });
    }
  });

  it("find what is absent, with the labels it would have", async () => {
    const { at } = createFixture("load 10s\n  x 1");
    expect(await at('absent_over_time(x{a="1",b=~"2"}[1m])', 5)).toEqual({ '{a="1"}': 1 });
    expect(await at("absent_over_time(x[1m])", 5)).toEqual({});
    expect(await at("absent_over_time(x[1m])", 100)).toEqual({ "{}": 1 });
  });
});

describe("a subquery", () => {
  const { at, over } = createFixture("load 10s\n  x 0+1x100");

  it("stands at multiples of its step within the open range", async () => {
    expect(await at("count_over_time(x[1m:20s])", 100)).toEqual({ "{}": 3 });
    expect(await at("last_over_time(x[1m:20s])", 95)).toEqual({ x: 8 });
    expect(await at("min_over_time(x[1m:20s] offset 10s)", 100)).toEqual({ "{}": 4 });
  });

  it("steps by a minute where it names no step", async () => {
    expect(await at("count_over_time(x[10m:])", 900)).toEqual({ "{}": 10 });
  });

  it("may stand in another", async () => {
    expect(await over("max_over_time(sum_over_time(x[20s:10s])[30s:10s])", 100, 120, 10)).toEqual({
      "{}": [19, 21, 23],
    });
  });
});
