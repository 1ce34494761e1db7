import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluateRange, parseExpr, type RangeResult, type Select } from "@mission-control/promql";
import { labelsKey, metric, type Point, samplesOf, systemClock } from "@mission-control/series";
import { type History, joinReaders, openHistory } from "@mission-control/store";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const day = 20_000;
/** Samples lie around the midnight at which one day ends: of the second day only the first is sealed. */
const midnightMs = (day + 1) * DAY_MS;

/** What gives the same to the bit, and what may differ by rounding, as sums are added up in another order. */
const EXACT = ["", "last_over_time", "first_over_time", "min_over_time", "max_over_time"].concat([
  "count_over_time",
  "present_over_time",
  "absent_over_time",
]);
const ROUNDED = ["sum_over_time", "avg_over_time", "rate", "increase", "delta"];
/** Read as they are. */
const RAW = ["irate", "changes", "resets", "quantile_over_time", "stddev_over_time", "deriv"];
const MOST_APART = 1e-12;

/** A counter that is reset now and then, and a gauge with any values, each with gaps. */
const someSamples = fc
  .array(
    fc.record({
      gapMs: fc.oneof(
        { weight: 8, arbitrary: fc.constant(10_000) },
        { weight: 2, arbitrary: fc.integer({ min: 5_000, max: 40_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 3_600_000 }) },
      ),
      growth: fc.oneof(fc.nat(50), fc.constant(Number.NaN)),
      level: fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)),
    }),
    { minLength: 50, maxLength: 800, size: "max" },
  )
  .map((steps) => {
    const points: Point[] = [];
    let [timeMs, total] = [midnightMs - 3 * 3_600_000, 0];
    for (const { gapMs, growth, level } of steps) {
      timeMs += gapMs;
      total = Number.isNaN(growth) ? 0 : total + growth;
      points.push({ labels: metric("hits_total"), timeMs, value: total });
      points.push({ labels: metric("level"), timeMs: timeMs + 3, value: level });
    }
    return points;
  });

const someGrid = fc
  .record({
    stepMs: fc.constantFrom(1, 2, 5, 10, 30, 60, 90).map((minutes) => minutes * MINUTE_MS),
    ranges: fc.constantFrom(1, 2, 3),
    moreMs: fc.constantFrom(0, 0, 5_000, 10_000, MINUTE_MS),
    awryMs: fc.constantFrom(0, 0, 0, 0, 7_000),
    lastMs: fc.integer({ min: -30, max: 120 }).map((minutes) => minutes * MINUTE_MS),
  })
  .map(({ stepMs, ranges, moreMs, awryMs, lastMs }) => {
    const endMs = Math.floor((midnightMs + lastMs) / stepMs) * stepMs + awryMs;
    return { stepMs, startMs: endMs - 6 * stepMs, endMs, rangeMs: ranges * stepMs + moreMs };
  });

function textOf(func: string, name: string, rangeMs: number): string {
  if (func === "") return name;
  return func === "quantile_over_time"
    ? `${func}(0.9, ${name}[${rangeMs}ms])`
    : `${func}(${name}[${rangeMs}ms])`;
}

/** `mostApart` counts relative to the value, or to the values that it was made of where they are larger. */
function expectAlike(got: RangeResult, wanted: RangeResult, mostApart: number, what: string): void {
  const least = /level/.test(what) ? 1e6 : 1e-3;
  expect(
    got.series.map(({ labels }) => labelsKey(labels)),
    what,
  ).toEqual(wanted.series.map(({ labels }) => labelsKey(labels)));
  for (const [i, { values, present }] of got.series.entries()) {
    expect(present, what).toEqual(wanted.series[i]!.present);
    for (const [step, value] of values.entries()) {
      const other = wanted.series[i]!.values[step]!;
      const isAlike =
        Object.is(value, other) || Math.abs(value - other) <= mostApart * Math.max(Math.abs(other), least);
      if (!isAlike) expect.fail(`${what}, step ${step}: ${value}, from samples ${other}`);
    }
  }
}

async function withHistory<T>(points: readonly Point[], work: (history: History) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "rollups-"));
  const history = await openHistory({ dir, clock: systemClock });
  try {
    await history.series.append(samplesOf(points));
    return await work(history);
  } finally {
    await history.close();
    rmSync(dir, { recursive: true });
  }
}

describe("sealing a day", () => {
  it("changes no answer: what is folded gives what its samples give", async () => {
    const some = fc.tuple(someSamples, fc.array(someGrid, { minLength: 4, maxLength: 4 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(some, ([points, grids, comesLate]) =>
        withHistory(points, async (history) => {
          const asked = grids.flatMap((grid) =>
            [...EXACT, ...ROUNDED, ...RAW].flatMap((func) =>
              ["hits_total", "level"].map((name) => ({ func, grid, text: textOf(func, name, grid.rangeMs) })),
            ),
          );
          const ask = ({ text, grid }: (typeof asked)[number]) =>
            evaluateRange(parseExpr(text), { ...grid, select: history.series.select });
          const late = points.filter((_, i) => i % 97 === 5).map((point) => ({ ...point, value: 1 }));
          const before: RangeResult[] = [];
          if (comesLate) {
            await history.sealing.seal(day);
            await history.series.append(samplesOf(late));
          }
          for (const one of asked) before.push(await ask(one));
          await history.sealing.seal(day);
          for (const [i, one] of asked.entries()) {
            const mostApart = ROUNDED.includes(one.func) ? MOST_APART : 0;
            expectAlike(await ask(one), before[i]!, mostApart, `${one.text} ${JSON.stringify(one.grid)}`);
          }
        }),
      ),
      { numRuns: 8 },
    );
  }, 120_000);

  it("lets a store answer a long range with two samples of a counter for each step, and one of a gauge", async () => {
    const points = Array.from({ length: 8_640 }, (_, i) => ({
      timeMs: day * DAY_MS + (i + 1) * 10_000,
      value: i,
    }));
    const both = ["hits_total", "level"].flatMap((name) =>
      points.map((point) => ({ labels: metric(name), ...point })),
    );
    await withHistory(both, async (history) => {
      await history.sealing.seal(day);
      const read = async (text: string, hours: number) => {
        let count = 0;
        const select: Select = async (...asked) => {
          const found = await history.series.select(...asked);
          for (const { timesMs } of found) count += timesMs.length;
          return found;
        };
        const stepMs = hours * 60 * MINUTE_MS;
        await evaluateRange(parseExpr(text), {
          startMs: midnightMs - 5 * stepMs,
          endMs: midnightMs,
          stepMs,
          select,
        });
        return count;
      };
      expect(await read("avg_over_time(level[1h])", 1)).toBe(6);
      expect(await read("max_over_time(level[2h])", 1)).toBe(7);
      expect(await read("level", 1)).toBe(6);
      expect(await read("rate(hits_total[1h])", 1)).toBe(12);
      // The wall's: a step and one collection more, of whose first bucket only the last sample is needed.
      expect(await read("rate(hits_total[3605s])", 1)).toBe(13);
      expect(await read("rate(hits_total[3615s])", 1)).toBe(6 * 360 + 2);
      expect(await read("quantile_over_time(0.5, level[1h])", 1)).toBe(6 * 360 + 1);
    });
  });

  it("joins what is folded with what memory has, each sample once", async () => {
    const points = Array.from({ length: 720 }, (_, i) => ({
      labels: metric("level"),
      timeMs: midnightMs - 7_200_000 + (i + 1) * 10_000,
      value: i,
    }));
    await withHistory(points, (history) =>
      withHistory(points, async (memory) => {
        await history.sealing.seal(day);
        for (const coversFromMs of [midnightMs - 3_600_000, midnightMs - 1_805_000, midnightMs - 1]) {
          const recent = { ...memory.series, coversFromMs: () => coversFromMs };
          const reader = joinReaders({ recent, history: history.series });
          const grid = { startMs: midnightMs - 5_400_000, endMs: midnightMs, stepMs: 1_800_000 };
          for (const text of [
            "count_over_time(level[30m])",
            "avg_over_time(level[30m])",
            "rate(level[1805s])",
          ]) {
            const [joined, plain] = [
              await evaluateRange(parseExpr(text), { ...grid, select: reader.select }),
              await evaluateRange(parseExpr(text), { ...grid, select: memory.series.select }),
            ];
            expectAlike(joined, plain, MOST_APART, text);
          }
        }
      }),
    );
  });
});
