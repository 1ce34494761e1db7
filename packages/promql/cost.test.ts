import { labelsOf, type Series } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAnnotations } from "./annotations.ts";
import type { VectorSelector } from "./ast.ts";
import { createBudget } from "./budget.ts";
import { costOf } from "./cost.ts";
import { PromqlError } from "./errors.ts";
import { createEvaluation } from "./evaluate.ts";
import { gridOf } from "./grid.ts";
import { parseExpr } from "./parse.ts";
import { evaluateInstant, evaluateRange } from "./query.ts";
import { DEFAULT_LOOKBACK_MS } from "./selectors-of.ts";

/** Four series of a name, each with a value a second. */
const series = (name: string): Series[] =>
  [0, 1, 2, 3].map((i) => ({
    labels: labelsOf([
      ["__name__", name],
      ["i", String(i)],
      ["le", String(i)],
    ]),
    timesMs: Float64Array.from({ length: 1_000 }, (_, at) => at * 1_000 - 600_000),
    values: Float64Array.from({ length: 1_000 }, (_, at) => (at * (i + 2)) % 17),
  }));
const all = new Map(["a", "b"].map((name) => [name, series(name)]));
const seriesOf = ({ matchers }: VectorSelector) => all.get(matchers[0]!.value) ?? [];

const durations = fc.constantFrom("1s", "7s", "30s", "2m");
const OVER_TIME = [
  "sum",
  "avg",
  "min",
  "max",
  "count",
  "last",
  "stddev",
  "present",
  "mad",
  "ts_of_max",
  "absent",
];
const windowed = fc.constantFrom(
  ...OVER_TIME.map((name) => `${name}_over_time`),
  "rate",
  "increase",
  "irate",
  "changes",
  "resets",
  "deriv",
);

const { vector: anyVector } = fc.letrec<{ vector: string; ranged: string }>((tie) => {
  const vector = tie("vector");
  const two = fc.tuple(vector, vector);
  return {
    ranged: fc.oneof(
      { depthSize: "small" },
      fc.tuple(fc.constantFrom("a", "b"), durations).map(([name, range]) => `${name}[${range}]`),
      fc
        .tuple(fc.constantFrom("a", "b"), durations)
        .map(([name, range]) => `${name}[${range}] @ 100 offset 5s`),
      fc.tuple(vector, durations, durations).map(([of, range, step]) => `(${of})[${range}:${step}]`),
      fc.tuple(vector, durations).map(([of, range]) => `(${of})[${range}:] @ end()`),
    ),
    vector: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom("a", "b", "a @ 100", "b offset 30s", "vector(time())", "rate(a[30s] anchored)"),
      fc.tuple(windowed, tie("ranged")).map(([name, of]) => `${name}(${of})`),
      tie("ranged").map((of) => `quantile_over_time(0.3, ${of})`),
      tie("ranged").map((of) => `predict_linear(${of}, 60)`),
      fc
        .tuple(
          fc.constantFrom("sum", "avg", "min", "stddev", "count", "sum by (i)", "avg without (le)"),
          vector,
        )
        .map(([op, of]) => `${op} (${of})`),
      fc
        .tuple(fc.constantFrom("topk(2", "bottomk(9", "limitk(1", "quantile(0.4", 'count_values("v"'), vector)
        .map(([op, of]) => `${op}, ${of})`),
      fc
        .tuple(fc.constantFrom("-", "abs", "sort", "absent", "hour", "timestamp"), vector)
        .map(([name, of]) => `${name}(${of})`),
      vector.map((of) => `clamp(${of}, 1, scalar(${of}))`),
      vector.map((of) => `label_replace(${of}, "x", "$1", "i", "(.)")`),
      vector.map((of) => `histogram_quantile(0.9, ${of})`),
      vector.map((of) => `histogram_quantiles(${of}, "q", 0.5, 0.9)`),
      fc
        .tuple(fc.constantFrom("+", "and", "or", "unless", "> bool", "<"), two)
        .map(([op, [x, y]]) => `(${x}) ${op} (${y})`),
      two.map(([x, y]) => `(${x}) * on (i) group_left () (${y})`),
      two.map(([x, y]) => `(${x}) + fill(0) (${y})`),
      vector.map((of) => `(${of}) > 3`),
    ),
  };
});

const grids = fc
  .record({ count: fc.constantFrom(1, 1, 2, 40), stepMs: fc.constantFrom(1_000, 10_000, 60_000) })
  .map(({ count, stepMs }) => ({ startMs: 0, endMs: (count - 1) * stepMs, stepMs }));

/** What is expected of an evaluation, and what it counted until it ended. */
function costs(text: string, { startMs, endMs, stepMs }: { startMs: number; endMs: number; stepMs: number }) {
  const expr = parseExpr(text);
  const grid = gridOf(startMs, endMs, stepMs);
  const query = {
    startMs,
    endMs,
    stepMs,
    rangeMs: endMs - startMs,
    lookbackMs: DEFAULT_LOOKBACK_MS,
    seriesOf,
  };
  const budget = createBudget(undefined, undefined);
  let wrong: unknown;
  try {
    createEvaluation(expr, query, budget, createAnnotations()).value(expr, grid);
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    wrong = error;
  }
  return { expected: costOf(expr, grid, query), counted: budget.worked(), wrong };
}

describe("the expected work of an expression", () => {
  it("is never less than what evaluating it counts", () => {
    let evaluated = 0;
    fc.assert(
      fc.property(anyVector, grids, (text, grid) => {
        const { expected, counted, wrong } = costs(text, grid);
        if (wrong === undefined) evaluated++;
        expect(expected, `${text} ${JSON.stringify(grid)}`).toBeGreaterThanOrEqual(counted);
      }),
      { numRuns: 600 },
    );
    expect(evaluated).toBeGreaterThan(300);
  });

  it.each([
    "a",
    "sum(rate(a[1m]))",
    "sum by (i) (a) / sum by (i) (b)",
    "quantile_over_time(0.9, a[1m])",
    "max_over_time(rate(a[30s])[2m:10s])",
    "histogram_quantile(0.9, rate(a[1m]))",
  ])("is not many times as much for %s", (text) => {
    const { expected, counted } = costs(text, { startMs: 0, endMs: 300_000, stepMs: 1_000 });
    expect(expected).toBeLessThan(6 * counted);
  });

  it("grows with the windows and the steps of subqueries, though nothing is read", () => {
    const once = { startMs: 0, endMs: 0, stepMs: 1_000 };
    const nested = "max_over_time(mad_over_time(vector(time())[6h:1s])[6h:1s])";
    expect(
      costOf(parseExpr(nested), gridOf(0, 0, 0), { ...once, rangeMs: 0, lookbackMs: 0, seriesOf }),
    ).toBeGreaterThan(1e10);
  });
});

describe("an evaluation that may do only so much work", () => {
  const select = () => series("a");
  const limits = { maxSamples: 1e9, maxWork: 100_000 };

  it("ends before it does more, whatever it does", async () => {
    for (const text of [
      "max_over_time(mad_over_time(vector(time())[6h:1s])[6h:1s])",
      "sum_over_time(vector(1)[10d:1s])",
      "a + on () group_left () sum(quantile_over_time(0.5, a[10m]) or a)",
      "topk(2, stddev_over_time(a[10m:1s]))",
    ])
      await expect(
        evaluateRange(parseExpr(text), { startMs: 0, endMs: 600_000, stepMs: 1_000, select, limits }),
        text,
      ).rejects.toMatchObject({ kind: "too_costly" });
  });

  it("does what is less", async () => {
    const { timeMs } = await evaluateInstant(parseExpr("sum(rate(a[1m]))"), {
      timeMs: 1_000,
      select,
      limits,
    });
    expect(timeMs).toBe(1_000);
  });
});
