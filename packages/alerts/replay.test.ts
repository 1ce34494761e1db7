import { type Replay, type Rule, replaySchema, ruleSchema } from "@mission-control/contracts";
import { type Labels, metric } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionOf } from "./condition.ts";
import { createJudge, type Judged } from "./judge.ts";
import { createPlayer, type PlayedPart } from "./play.ts";
import { createReplay } from "./replay.ts";
import { tune } from "./tune.ts";

const EVERY = 10_000;
const MINUTE = 60_000;
const START = 1_000_000_000_000;

function ruleOf(more: Record<string, unknown> = {}): Rule {
  return ruleSchema.parse({
    slug: "load",
    name: "Load",
    when: { kind: "threshold", expr: "load", level: 10, unit: "seconds" },
    ...more,
  });
}

type Row = readonly (number | undefined)[];

/** A part with a value each interval for each row; undefined is none. */
function partOf(rows: ReadonlyMap<Labels, Row>, startMs = START): PlayedPart {
  const steps = Math.max(0, ...[...rows.values()].map((row) => row.length));
  return {
    timesMs: Float64Array.from({ length: steps }, (_, i) => startMs + i * EVERY),
    series: [...rows].map(([labels, row]) => ({
      labels,
      values: Float64Array.from({ length: steps }, (_, i) => row[i] ?? Number.NaN),
      present: Uint8Array.from({ length: steps }, (_, i) => (row[i] === undefined ? 0 : 1)),
    })),
  };
}

const api = metric("load", { service: "api" });
const web = metric("load", { service: "web" });
const gridOf = (steps: number) => ({ startMs: START, endMs: START + (steps - 1) * EVERY, stepMs: EVERY });

function replayOf(
  rule: Rule,
  parts: readonly PlayedPart[],
  deploys: { timeMs: number; service: string }[] = [],
) {
  const steps = parts.reduce((sum, { timesMs }) => sum + timesMs.length, 0);
  const replay = createReplay({ rule, condition: conditionOf(rule.when), grid: gridOf(steps), deploys });
  for (const part of parts) for (const _ of replay.take(part));
  return replay.finish();
}

function runOf<T>(generator: Generator<void, T>): T {
  for (;;) {
    const { done, value } = generator.next();
    if (done === true) return value;
  }
}

/** So many values, then so many, …: `[3, 1], [2, 11]` is 1, 1, 1, 11, 11. */
const row = (...runs: [number, number][]): number[] =>
  runs.flatMap(([count, value]) => Array.from({ length: count }, () => value));

describe("a replay", () => {
  const rule = ruleOf({ forMs: 20_000 });

  it("tells for each label set when it was in which state, those that fired most in front", () => {
    const found = replayOf(rule, [
      partOf(
        new Map([
          [web, row([12, 1])],
          [api, row([2, 1], [4, 11], [6, 1])],
        ]),
      ),
    ]);
    expect(found.alerts).toEqual([
      {
        labels: { service: "api" },
        firings: 1,
        stretches: [
          { state: "pending", fromMs: START + 20_000, toMs: START + 40_000 },
          { state: "firing", fromMs: START + 40_000, toMs: START + 60_000 },
        ],
      },
      { labels: { service: "web" }, firings: 0, stretches: [] },
    ]);
    expect(found).toMatchObject({ steps: 12, more: 0, warnings: [], unit: "seconds" });
    expect(replaySchema.parse({ ...found, tookMs: 1 } satisfies Replay)).toBeTruthy();
  });

  it("counts firings a week, their median length, flaps and those soon after a deploy", () => {
    const minutes = (count: number, value: number): [number, number] => [count * 6, value];
    const values = row(
      minutes(60, 1),
      minutes(10, 11),
      minutes(5, 1),
      minutes(20, 11),
      minutes(60, 1),
      minutes(4, 11),
      minutes(60, 1),
    );
    const deploys = [
      { timeMs: START + 55 * MINUTE, service: "api" },
      { timeMs: START + 154 * MINUTE, service: "web" },
    ];
    const { stats } = replayOf(rule, [partOf(new Map([[api, values]]))], deploys);
    expect(stats).toMatchObject({ firings: 3, flaps: 1, nearDeploy: 1 });
    // The time that it is pending is not yet firing.
    expect(stats.medianMs).toBe(10 * MINUTE - 20_000);
    expect(stats.perWeek).toBeCloseTo((3 * 7 * 24 * 60) / (219 - 1 / 6), 6);
    const noService = replayOf(rule, [partOf(new Map([[metric("load"), values]]))], deploys);
    expect(noService.stats.nearDeploy).toBe(2);
  });

  it("counts a firing once through missing data, and one that lasts until the end", () => {
    const values: Row = [...row([6, 11]), ...Array.from({ length: 30 }, () => undefined), ...row([6, 11])];
    const found = replayOf(rule, [partOf(new Map([[api, values]]))]);
    expect(found.stats).toMatchObject({ firings: 1, medianMs: 39 * EVERY });
    expect(found.alerts[0]?.stretches.map(({ state }) => state)).toEqual([
      "pending",
      "firing",
      "no-data",
      "firing",
    ]);
    expect(found.alerts[0]?.stretches.at(-1)?.toMs).toBe(START + 41 * EVERY);
  });

  it("says since when there are data, and does not take what was before for missing ones", () => {
    const late: Row = [...Array.from({ length: 100 }, () => undefined), ...row([20, 1])];
    const found = replayOf(rule, [partOf(new Map([[api, late]]))]);
    expect(found.warnings).toEqual([expect.stringContaining("Data begin 2001-09-09T02:03:20.000Z")]);
    expect(found.alerts).toEqual([{ labels: { service: "api" }, firings: 0, stretches: [] }]);
    const nothing = replayOf(rule, [partOf(new Map([[api, late.slice(0, 100)]]))]);
    expect(nothing.warnings).toEqual([expect.stringContaining("nothing to look at")]);
    expect(nothing.stats).toEqual({ firings: 0, perWeek: 0, medianMs: null, flaps: 0, nearDeploy: 0 });
  });

  it("draws at most 720 columns with the least, mean and most of each", () => {
    const values: Row = Array.from({ length: 7_200 }, (_, i) => (i % 10 === 3 ? undefined : i % 10));
    const { chart } = replayOf(rule, [partOf(new Map([[api, values]]))]);
    expect(chart.timesMs).toHaveLength(720);
    expect(chart.timesMs[1]).toBe(START + 10 * EVERY);
    const [one] = chart.series;
    expect(one?.labels).toEqual({ service: "api" });
    expect([one?.min[5], one?.mean[5], one?.max[5]]).toEqual([0, 4.66667, 9]);
    const gaps = replayOf(rule, [
      partOf(new Map([[api, [1, undefined, Number.NaN, Number.POSITIVE_INFINITY]]])),
    ]);
    expect(gaps.chart.series[0]?.mean).toEqual([1, null, null, null]);
  });

  it("is the same in whatever parts it is taken", () => {
    const value = fc.option(fc.constantFrom(1, 9, 11, 20), { nil: undefined });
    const rows = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.array(fc.nat(60), { maxLength: 4 }), (all, cuts) => {
        const cut = (from: number, to: number) =>
          partOf(
            new Map([
              [new Map(api), all.slice(from, to).map(([a]) => a)],
              [new Map(web), all.slice(from, to).map(([, b]) => b)],
            ]),
            START + from * EVERY,
          );
        const ends = [...new Set([0, ...cuts.map((at) => Math.min(at, all.length)), all.length])].sort(
          (a, b) => a - b,
        );
        const parts = ends.slice(1).map((end, i) => cut(ends[i] ?? 0, end));
        expect(replayOf(rule, parts)).toEqual(replayOf(rule, [cut(0, all.length)]));
      }),
    );
  });

  it("changes states as the judge does that is stepped by hand", () => {
    const value = fc.option(fc.constantFrom(1, 9, 11, 20), { nil: undefined });
    const rows = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(rows, (all) => {
        const judge = createJudge({ rule, condition: conditionOf(rule.when) });
        const byHand: Judged[] = [];
        for (const [i, pair] of all.entries()) {
          const found = [api, web].flatMap((labels, at) => {
            const one = pair[at];
            return one === undefined ? [] : [{ labels, value: one }];
          });
          if (i === 0 && found.length === 0) return;
          byHand.push(...judge.step(START + i * EVERY, found));
        }
        const played: Judged[] = [];
        const other = createJudge({ rule, condition: conditionOf(rule.when) });
        const player = createPlayer(other, (change) => played.push(change));
        const part = partOf(
          new Map([
            [api, all.map(([a]) => a)],
            [web, all.map(([, b]) => b)],
          ]),
        );
        for (const _ of player.play(part));
        expect(played).toEqual(byHand);
      }),
    );
  });
});

describe("tuning", () => {
  /** Two days: a short peak to 12 each hour, and one real fault of half an hour at 20. */
  const hour = (peak: number, steps: number) => row([360 - steps, 1], [steps, peak]);
  const values = [
    ...Array.from({ length: 24 }, () => hour(12, 6)).flat(),
    ...hour(20, 180),
    ...Array.from({ length: 23 }, () => hour(12, 6)).flat(),
  ];
  const parts = [partOf(new Map([[api, values]]))];
  const grid = gridOf(values.length);
  const tuned = (rule: Rule, atMostPerWeek: number) =>
    runOf(tune({ rule, grid, parts, deploys: [], atMostPerWeek }));

  it("proposes levels and times that keep to what was asked for, tried by the judge itself", () => {
    const rule = ruleOf();
    const { now, proposals } = tuned(rule, 4);
    expect(now.firings).toBe(48);
    expect(proposals.length).toBeGreaterThanOrEqual(2);
    for (const { when, forMs, clearForMs, stats } of proposals) {
      expect(stats.perWeek).toBeLessThanOrEqual(4);
      expect(replayOf({ ...rule, when, forMs, clearForMs }, parts).stats).toEqual(stats);
      expect(stats.firings).toBe(1);
    }
    expect(proposals.map(({ words }) => words)).toContain("above 12 s");
    expect(proposals.map(({ words }) => words)).toContain("above 10 s for 1 min");
  });

  it("proposes nothing where the rule is quiet enough", () => {
    expect(tuned(ruleOf({ forMs: 5 * MINUTE }), 4)).toMatchObject({ now: { firings: 1 }, proposals: [] });
  });

  it("moves a clearing level along, and never beyond the level", () => {
    const rule = ruleOf({ when: { kind: "threshold", expr: "load", level: 10, clear: 8 } });
    const moved = tuned(rule, 4).proposals.flatMap(({ when }) => (when.kind === "threshold" ? [when] : []));
    expect(moved).toContainEqual(expect.objectContaining({ level: 12, clear: 10 }));
  });

  it("turns a lower level down", () => {
    const low = [partOf(new Map([[api, values.map((value) => -value)]]))];
    const rule = ruleOf({ when: { kind: "threshold", expr: "load", op: "below", level: -10 } });
    const { proposals } = runOf(tune({ rule, grid, parts: low, deploys: [], atMostPerWeek: 4 }));
    expect(proposals.map(({ words }) => words)).toContain("below \u221212");
  });
});
