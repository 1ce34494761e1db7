import { createMatcher, METRIC_NAME, manualClock, metric, type Series } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFixture } from "./conformance/fixture.ts";
import { evaluateInstant, evaluateRange, PromqlError, parseExpr, type Select } from "./index.ts";

const nothing = { select: () => [] };

async function failureOf(pending: Promise<unknown>): Promise<PromqlError> {
  const error = await pending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PromqlError) return error;
  throw new Error(`no PromqlError: ${error}`);
}

describe("a selector", () => {
  const { at, over } = createFixture(`
load 10s
  x{a="1",b="one"} 0+1x100
  x{a="2"} 0+2x100
  y{a="1"} 7 stale _ 8 NaN
`);

  it("finds series by each of the four matchers, an absent label being empty", async () => {
    expect(Object.keys(await at('x{a="1"}', 0))).toEqual(['x{a="1",b="one"}']);
    expect(Object.keys(await at('x{a!="1"}', 0))).toEqual(['x{a="2"}']);
    expect(Object.keys(await at('x{a=~"1|3"}', 0))).toEqual(['x{a="1",b="one"}']);
    expect(Object.keys(await at('x{b!~"o.*"}', 0))).toEqual(['x{a="2"}']);
    expect(Object.keys(await at('x{b=""}', 0))).toEqual(['x{a="2"}']);
    expect(Object.keys(await at('{__name__=~"x|y",a="1"}', 0)).sort()).toEqual([
      'x{a="1",b="one"}',
      'y{a="1"}',
    ]);
  });

  it("sees the latest sample of the five minutes before, the oldest end left out", async () => {
    const late = createFixture("load 10s\n  x 5");
    expect(await late.at("x", 299.999)).toEqual({ x: 5 });
    expect(await late.at("x", 300)).toEqual({});
    expect(await late.at("count_over_time(x[10s])", 10)).toEqual({});
    expect(await late.at("count_over_time(x[10s])", 9.999)).toEqual({ "{}": 1 });
  });

  it("takes another lookback where it is told to", async () => {
    const short = createFixture("load 10s\n  x 5", { lookbackMs: 20_000 });
    expect(await short.at("x", 19)).toEqual({ x: 5 });
    expect(await short.at("x", 20)).toEqual({});
  });

  it("sees nothing from a staleness marker on, and tells NaN from nothing", async () => {
    expect(await over("y", 0, 40, 10)).toEqual({ 'y{a="1"}': [7, undefined, undefined, 8, Number.NaN] });
    expect(await at("count_over_time(y[1m])", 40)).toEqual({ '{a="1"}': 3 });
  });

  it("looks back by its offset, forward by a negative one, and from the time of its @", async () => {
    expect(await at('x{a="1"} offset 50s', 100)).toEqual({ 'x{a="1",b="one"}': 5 });
    expect(await at('x{a="1"} offset -50s', 100)).toEqual({ 'x{a="1",b="one"}': 15 });
    expect(await at('x{a="1"} @ 200 offset 1m', 5)).toEqual({ 'x{a="1",b="one"}': 14 });
    expect(await over('x{a="1"} @ end()', 0, 30, 10)).toEqual({ 'x{a="1",b="one"}': [3, 3, 3, 3] });
    expect(await over('x{a="1"} @ start()', 10, 30, 10)).toEqual({ 'x{a="1",b="one"}': [1, 1, 1] });
  });

  it("of a range gives the samples as they are", async () => {
    const { instant } = createFixture("load 10s\n  x 1 2 stale 4");
    const result = await instant("x[30s] offset 5s", 35);
    expect(result).toMatchObject({
      type: "matrix",
      series: [{ timesMs: Float64Array.of(10_000, 30_000), values: Float64Array.of(2, 4) }],
    });
  });

  it("is asked for once where two are equal, with just the time that is needed", async () => {
    const asked: [string, number, number][] = [];
    const select = (matchers: readonly { value: string }[], startMs: number, endMs: number): Series[] => {
      asked.push([matchers[0]!.value, startMs, endMs]);
      return [];
    };
    const expr = parseExpr("rate(x[1m]) + rate(x[1m]) + y offset 10s + max_over_time(z[1m:10s])");
    await evaluateRange(expr, { startMs: 600_000, endMs: 900_000, stepMs: 60_000, select });
    expect(asked.sort()).toEqual([
      ["x", 540_000, 900_000],
      ["y", 290_000, 890_000],
      ["z", 240_000, 900_000],
    ]);
  });
});

describe("a range of steps", () => {
  const queries = [
    "x",
    "rate(x[25s])",
    "sum by (a) (x) / on (a) group_right () y",
    "max_over_time((x - y)[1m:7s])",
    "x > 3 or y",
    "topk(1, x)",
    "avg without (b) (x) unless y == 2",
    "x @ 30 + time()",
    "quantile(0.3, {__name__=~'x|y'})",
    "count_values('v', x)",
    "predict_linear(x[40s] @ 60, 10)",
    "absent(x > 4)",
    "label_replace(x, 'c', '$1', 'a', '(.*)')",
    "delta(y[40s] offset -10s)",
    "stddev_over_time(x[35s])",
    "scalar(y{a='1'}) * x",
    "hour() + minute(x)",
    "timestamp(x)",
  ];
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 6 }).map(String) },
    { weight: 2, arbitrary: fc.constant("_") },
    { weight: 1, arbitrary: fc.constantFrom("stale", "NaN") },
  );
  const points = fc.array(value, { minLength: 1, maxLength: 12 }).map((all) => all.join(" "));

  it("holds what evaluating at each step alone gives", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(points, points, points),
        fc.constantFrom(...queries),
        async ([a, b, c], query) => {
          const { over, at } = createFixture(
            `load 10s\n  x{a="1",b="p"} ${a}\n  x{a="1",b="q"} ${b}\n  y{a="1"} ${c}`,
            {
              lookbackMs: 30_000,
            },
          );
          const steps = [0, 1, 2, 3, 4, 5, 6, 7];
          const columns = await over(query, 0, 105, 15);
          for (const step of steps) {
            const here = Object.entries(columns).flatMap(([name, values]) =>
              values[step] === undefined ? [] : [[name, values[step]]],
            );
            expect(Object.fromEntries(here)).toEqual(await at(query, step * 15));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is ordered by labels and says its times", async () => {
    const { range } = createFixture('load 10s\n  x{b="1"} 1\n  x{a="2"} 2\n  x{a="1"} 3');
    const result = await range("x", 0, 25, 10);
    expect([...result.timesMs]).toEqual([0, 10_000, 20_000]);
    expect(result.series.map(({ labels }) => [...labels.values()].join())).toEqual(["x,1", "x,2", "x,1"]);
    expect(result.series.map(({ values }) => values[0])).toEqual([3, 2, 1]);
  });

  it("gives a scalar as one series without labels", async () => {
    const { over } = createFixture("");
    expect(await over("time() + step() + range()", 10, 30, 10)).toEqual({ "{}": [40, 50, 60] });
  });

  it("is refused where the expression has no value at a step, or the steps make no sense", async () => {
    const window = { startMs: 0, endMs: 10, stepMs: 5, ...nothing };
    expect((await failureOf(evaluateRange(parseExpr("a[5m]"), window))).message).toContain("range query");
    expect((await failureOf(evaluateRange(parseExpr("a"), { ...window, stepMs: 0 }))).kind).toBe("bad_data");
    expect((await failureOf(evaluateRange(parseExpr("a"), { ...window, startMs: 20 }))).kind).toBe(
      "bad_data",
    );
  });
});

describe("an instant", () => {
  it("has a scalar, a text, a vector or a range", async () => {
    const at = (text: string) => evaluateInstant(parseExpr(text), { timeMs: 5_000, ...nothing });
    expect(await at("1 + 1")).toMatchObject({ type: "scalar", value: 2, timeMs: 5_000 });
    expect(await at("('x')")).toMatchObject({ type: "string", value: "x" });
    expect(await at("vector(time())")).toMatchObject({ type: "vector", series: [{ value: 5 }] });
    expect(await at("a[5m]")).toMatchObject({ type: "matrix", series: [] });
  });
});

describe("an evaluation", () => {
  const long: Series = {
    labels: metric("x"),
    timesMs: Float64Array.from({ length: 1_000 }, (_, i) => i * 1_000),
    values: new Float64Array(1_000),
  };
  const window = { startMs: 0, endMs: 999_000, stepMs: 1_000, select: () => [long] };

  it("ends where it would touch too many samples", async () => {
    const query = (maxSamples: number) =>
      evaluateRange(parseExpr("x + x"), { ...window, limits: { maxSamples } });
    expect((await failureOf(query(999))).kind).toBe("too_costly");
    expect((await failureOf(query(2_500))).kind).toBe("too_costly");
    expect((await query(100_000)).series).toHaveLength(1);
  });

  it("ends where a subquery or the values of a series would make too much of little", async () => {
    const values = Float64Array.from(long.values, (_, i) => i);
    const select = () => [{ ...long, values }];
    const query = (text: string, limits = { maxSamples: 200_000 }) =>
      failureOf(evaluateRange(parseExpr(text), { ...window, select, limits }));
    expect((await query("sum_over_time((1 + x)[1d:1s])")).kind).toBe("too_costly");
    expect((await query("count_values('v', x)")).kind).toBe("too_costly");
    expect((await query("max_over_time(x[100y:1ms])", { maxSamples: 1e15 })).kind).toBe("too_costly");
  });

  it("ends where long windows at many steps take too long", async () => {
    let asked = 0;
    const clock = { ...manualClock(), monotonicMs: () => (asked++ > 8 ? 1_000 : 0) };
    const limits = { maxSamples: 1e9, deadlineMs: 10, clock };
    const samples = 5_000;
    const series = {
      labels: metric("x"),
      timesMs: Float64Array.from({ length: samples }, (_, i) => i),
      values: new Float64Array(samples),
    };
    const options = { startMs: 0, endMs: samples, stepMs: 1, select: () => [series], limits };
    expect((await failureOf(evaluateRange(parseExpr("sum_over_time(x[1h])"), options))).kind).toBe("timeout");
    expect(asked).toBeLessThan(14);
  });

  it("ends where what it reads is more than memory is for it, and calls off what it asked for besides", async () => {
    const text = Array.from({ length: 40 }, (_, i) => `x{n="${i}"}`).join(" + ");
    let [asked, calledOff] = [0, 0];
    const select: Select = async (_matchers, _startMs, _endMs, signal) => {
      if (++asked <= 6) return [long];
      return new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => {
          calledOff++;
          reject(signal.reason);
        });
      });
    };
    // Each series is 16,000 bytes.
    const limits = { maxSamples: 1e9, maxBytes: 60_000 };
    expect(await failureOf(evaluateRange(parseExpr(text), { ...window, select, limits }))).toMatchObject({
      kind: "too_costly",
      message: expect.stringContaining("in memory"),
    });
    expect(asked).toBeLessThanOrEqual(8);
    expect(calledOff).toBe(Math.max(0, asked - 6));
  });

  it("ends where it takes too long", async () => {
    const clock = manualClock();
    const select = () => {
      clock.advance(50);
      return [long];
    };
    const query = (deadlineMs: number) =>
      evaluateRange(parseExpr("x"), { ...window, select, limits: { maxSamples: 1e9, deadlineMs, clock } });
    expect((await failureOf(query(49))).kind).toBe("timeout");
    expect((await query(51)).series).toHaveLength(1);
  });

  it("ends where nobody waits for it any more", async () => {
    const abort = new AbortController();
    const select = () => {
      abort.abort();
      return [long];
    };
    const pending = evaluateRange(parseExpr("x"), { ...window, select, signal: abort.signal });
    expect((await failureOf(pending)).kind).toBe("canceled");
  });

  it("passes on what its source throws, and the signal to it", async () => {
    const abort = new AbortController();
    const select = (_matchers: unknown, _startMs: number, _endMs: number, signal?: AbortSignal) => {
      expect(signal).toBe(abort.signal);
      throw new RangeError("store away");
    };
    await expect(
      evaluateInstant(parseExpr("x"), { timeMs: 0, select, signal: abort.signal }),
    ).rejects.toThrow("store away");
  });

  it("leaves the columns it was given as they were", async () => {
    const series: Series = {
      labels: metric("x"),
      timesMs: Float64Array.of(0, 1),
      values: Float64Array.of(3, 1),
    };
    const matcher = createMatcher(METRIC_NAME, "=", "x");
    expect(matcher.test("x")).toBe(true);
    await evaluateInstant(parseExpr("quantile_over_time(0.5, x[1m]) + mad_over_time(x[1m]) + sum(-x)"), {
      timeMs: 1,
      select: () => [series],
    });
    expect([...series.values, ...series.timesMs]).toEqual([3, 1, 0, 1]);
  });
});
