import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Labels, manualClock, metric } from "@mission-control/series";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { faultsOf } from "./check-function.ts";
import type { Column } from "./columns.ts";
import { parsePiped } from "./parse-piped.ts";
import { gridsOf, lookbackSteps, planCalls } from "./plan-calls.ts";
import { readyMade } from "./ready-made.ts";
import { runCalls } from "./run-calls.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

const wasmFile = createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm");
const functions = new Map(readyMade.map((one) => [one.name, one]));
const STEP_MS = 60_000;
const gap = Number.NaN;
const runs = { numRuns: 25 };

/** Values of a series from time 0 on, one a step. */
type Past = readonly number[];

const somePast = fc.array(
  fc.oneof({ weight: 5, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) }, fc.constant(gap)),
  {
    minLength: 40,
    maxLength: 120,
  },
);
/** What deviates deviates by as much as rounding cannot. */
const wholePast = fc.array(
  fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -1_000, max: 1_000 }) }, fc.constant(gap)),
  { minLength: 40, maxLength: 120 },
);
const someReach = fc.integer({ min: 1, max: 20 });

describe("the ready-made functions", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = createSandbox({
      wasm: await WebAssembly.compile(readFileSync(wasmFile)),
      clock: manualClock(0),
    });
  });

  /** What calls give at steps `from` to `to` of what was. */
  async function ask(
    calls: string,
    pasts: readonly (readonly [Labels, Past])[],
    [from, to]: readonly [number, number],
    others: readonly (readonly [Labels, Past])[] = [],
  ): Promise<Map<string, number[]>> {
    const plan = planCalls(parsePiped(`q |> ${calls}`).calls, functions);
    const grids = gridsOf(plan, { startMs: from * STEP_MS, endMs: to * STEP_MS, stepMs: STEP_MS });
    const read = (i: number, all: readonly (readonly [Labels, Past])[]): Column[] => {
      const { startMs, endMs } = grids[i]!;
      const steps = (endMs - startMs) / STEP_MS + 1;
      return all.map(([labels, past]) => ({
        labels,
        values: Float64Array.from({ length: steps }, (_, step) => past[startMs / STEP_MS + step] ?? gap),
      }));
    };
    const frame = await runCalls(
      sandbox,
      plan.map((call, i) => ({
        ...call,
        lookbackSteps: lookbackSteps(call, STEP_MS),
        args: new Map(
          [...call.args].map(([name, value]) => [name, typeof value === "number" ? value : read(i, others)]),
        ),
      })),
      {
        timesMs: Float64Array.from(
          read(0, [[new Map(), []]])[0]!.values,
          (_, step) => grids[0]!.startMs + step * STEP_MS,
        ),
        stepMs: STEP_MS,
        series: read(0, pasts),
      },
    );
    expect(frame.timesMs[0]).toBe(from * STEP_MS);
    expect(frame.timesMs).toHaveLength(to - from + 1);
    return new Map(frame.series.map(({ labels, values }) => [labels.get("i") ?? "", [...values]]));
  }

  const one = (past: Past): [Labels, Past][] => [[metric("m", { i: "a" }), past]];
  const all = (past: Past) => [0, past.length - 1] as const;
  async function of(calls: string, past: Past): Promise<number[]> {
    return (await ask(calls, one(past), all(past))).get("a") ?? past.map(() => gap);
  }
  const windowOf = (past: Past, i: number, reach: number) =>
    past.slice(Math.max(0, i - reach + 1), i + 1).filter((value) => !Number.isNaN(value));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  function expectClose(got: readonly number[], wanted: readonly number[], unit: number): void {
    expect(got).toHaveLength(wanted.length);
    for (const [i, value] of wanted.entries()) {
      expect(Number.isNaN(got[i]!), `step ${i}`).toBe(Number.isNaN(value));
      if (!Number.isNaN(value)) expect(Math.abs(got[i]! - value)).toBeLessThan(unit);
    }
  }

  it("contradict themselves nowhere", () => {
    for (const made of readyMade) expect([made.name, faultsOf(made)]).toEqual([made.name, []]);
    expect([...functions.keys()].sort()).toEqual([
      "clip",
      "derivative",
      "drop_outliers",
      "percent_of_total",
      "ratio",
      "shift",
      "smooth",
      "zscore",
    ]);
  });

  it("clip to what is between", async () => {
    expect(await of("clip(-1, 2.5)", [-3, 0, gap, 2, 9])).toEqual([-1, 0, gap, 2, 2.5]);
  });

  it("smooth to the mean of the window that ends at a step", async () => {
    await fc.assert(
      fc.asyncProperty(somePast, someReach, async (past, reach) => {
        const wanted = past.map((value, i) => (Number.isNaN(value) ? gap : mean(windowOf(past, i, reach))));
        expectClose(await of(`smooth(${reach}m)`, past), wanted, 1e-6);
      }),
      runs,
    );
  });

  it("drop what is above a percentile of its window, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(somePast, someReach, fc.constantFrom(0, 0.5, 0.9, 1), async (past, reach, share) => {
        const got = await of(`drop_outliers(${share}, ${reach}m)`, past);
        const wanted = past.map((value, i) => {
          const sorted = windowOf(past, i, reach).sort((a, b) => a - b);
          const rank = share * (sorted.length - 1);
          const [low, part] = [sorted[Math.floor(rank)]!, rank - Math.floor(rank)];
          const most = part === 0 ? low : low * (1 - part) + sorted[Math.floor(rank) + 1]! * part;
          return value > most ? gap : value;
        });
        expect(got).toEqual(wanted);
      }),
      runs,
    );
    await expect(of("drop_outliers(90)", [1])).rejects.toThrow("percentile is between 0 and 1");
  });

  it("score by mean and deviation of the window; where nothing deviates it is 0", async () => {
    await fc.assert(
      fc.asyncProperty(wholePast, someReach, async (past, reach) => {
        const wanted = past.map((value, i) => {
          const within = windowOf(past, i, reach);
          const deviation = Math.sqrt(mean(within.map((each) => (each - mean(within)) ** 2)));
          if (Number.isNaN(value)) return gap;
          return within.every((each) => each === value) ? 0 : (value - mean(within)) / deviation;
        });
        expectClose(await of(`zscore(${reach}m)`, past), wanted, 1e-6);
      }),
      runs,
    );
  });

  it("change per second since the value before, where that is not too old", async () => {
    expect(await of("derivative(2m)", [0, 60, gap, 180, gap, gap, 6, 6])).toEqual([
      gap,
      1,
      gap,
      1,
      gap,
      gap,
      gap,
      0,
    ]);
    expect(await of("derivative(1s)", [0, 60])).toEqual([gap, 1]);
  });

  it("are parts of the whole, in percent", async () => {
    const pasts: [Labels, Past][] = [
      [metric("m", { i: "a" }), [1, 0, gap, 5]],
      [metric("n", { i: "b" }), [3, 0, 2, gap]],
    ];
    expect(await ask("percent_of_total()", pasts, [0, 3])).toEqual(
      new Map([
        ["a", [25, gap, gap, 100]],
        ["b", [75, gap, 100, gap]],
      ]),
    );
  });

  it("divide by the series of the same labels, or by the only one", async () => {
    const pasts: [Labels, Past][] = [
      [metric("m", { i: "a" }), [1, 2, gap]],
      [metric("m", { i: "b" }), [3, 4, 5]],
    ];
    const same: [Labels, Past][] = [
      [metric("n", { i: "b" }), [2, 2, 2]],
      [metric("n", { i: "c" }), [7, 7, 7]],
    ];
    expect(await ask("ratio(n)", pasts, [0, 2], same)).toEqual(new Map([["b", [1.5, 2, 2.5]]]));
    expect(await ask("ratio(sum(n))", pasts, [0, 2], [[new Map(), [10, 10, gap]]])).toEqual(
      new Map([
        ["a", [0.1, 0.2, gap]],
        ["b", [0.3, 0.4, gap]],
      ]),
    );
  });

  it("show what was a while ago", async () => {
    const past = Array.from({ length: 30 }, (_, i) => i);
    expect((await ask("shift(7m)", one(past), [10, 12])).get("a")).toEqual([3, 4, 5]);
    expect((await ask("shift(7m) |> shift(2m) |> clip(0, 2)", one(past), [10, 12])).get("a")).toEqual([
      1, 2, 2,
    ]);
  });

  it("give the same to the bit however the range is cut", async () => {
    const texts = readyMade.map(({ name, parameters }) =>
      name === "ratio"
        ? "ratio(n)"
        : name === "clip"
          ? "clip(-5, 5e5)"
          : `${name}(${parameters.map(({ type }) => (type === "number" ? "0.7" : "9m")).join(", ")})`,
    );
    const chained = [
      ...texts,
      "smooth(4m) |> derivative(3m) |> zscore(11m)",
      "shift(7m) |> ratio(n) |> smooth(5m)",
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 130, maxLength: 130 }),
        fc.constantFrom(...chained),
        fc.integer({ min: 41, max: 129 }),
        async (past, calls, cut) => {
          const [pasts, others] = [one(past), one(past.map((value) => value + 2e6))];
          const whole = (await ask(calls, pasts, [40, 129], others)).get("a") ?? [];
          const parts = await Promise.all([
            ask(calls, pasts, [40, cut - 1], others),
            ask(calls, pasts, [cut, 129], others),
          ]);
          const joined = parts.flatMap(
            (part, i) => part.get("a") ?? Array(i === 0 ? cut - 40 : 130 - cut).fill(gap),
          );
          expect(joined).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });
});
