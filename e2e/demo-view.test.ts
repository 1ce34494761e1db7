import { expandIntervals } from "@mission-control/contracts";
import { evaluateRange, parseExpr, type Select } from "@mission-control/promql";
import { labelsKey, matchesAll, type Samples, type Series } from "@mission-control/series";
import { beforeAll, describe, expect, it } from "vitest";
import { rehearse } from "../apps/demo/rehearsal/rehearse.ts";
import { findScenario } from "../apps/demo/scenario/registry.ts";
import { mockProduction } from "../apps/demo/view/mock-production.ts";

const stepMs = 5_000;
const endMs = Date.UTC(2026, 4, 20, 12);

/** Samples as series, each in order of time. */
function seriesOf({ labels, refs, timesMs, values }: Samples): Series[] {
  const all = new Map<string, { labels: Series["labels"]; pairs: [number, number][] }>();
  for (let i = 0; i < refs.length; i++) {
    const of = labels[refs[i]!]!;
    const key = labelsKey(of);
    const one = all.get(key) ?? { labels: of, pairs: [] };
    one.pairs.push([timesMs[i]!, values[i]!]);
    all.set(key, one);
  }
  return [...all.values()].map(({ labels: of, pairs }) => {
    pairs.sort(([a], [b]) => a - b);
    return {
      labels: of,
      timesMs: Float64Array.from(pairs, ([timeMs]) => timeMs),
      values: Float64Array.from(pairs, ([, value]) => value),
    };
  });
}

const lanes = mockProduction.sections.flatMap((section) =>
  section.lanes.map((lane) => ({ ...lane, name: `${section.title}: ${lane.title} (${lane.id})` })),
);
const tiles = mockProduction.tiles.flatMap(({ id, expr, note }) => [
  { name: `tile ${id}`, expr },
  ...(note === undefined ? [] : [{ name: `note of ${id}`, expr: note }]),
]);
/** What panels ask; that of a kind that has defaults asks those. */
const panels = mockProduction.sections.flatMap((section) =>
  section.panels.flatMap((panel) => {
    const {
      queries = [],
      up,
      duration,
    } = panel as { queries?: { expr: string }[]; up?: string; duration?: string };
    const exprs = [...queries.map(({ expr }) => expr), up, duration].filter((expr) => expr !== undefined);
    return exprs.map((expr, i) => ({ name: `panel ${panel.id}, query ${i + 1}`, expr }));
  }),
);

describe("the demo's wall, over what the company tells", { timeout: 60_000 }, () => {
  let select: Select;

  beforeAll(async () => {
    // Mentions are told of by this scenario only; everything else by each.
    const { samples } = await rehearse({
      scenario: findScenario("mentions"),
      endMs,
      seed: "wall",
      rate: 20,
      stepMs,
      leadMs: 60_000,
      lengthMs: 6 * 60_000,
    });
    const all = seriesOf(samples);
    select = (matchers) => all.filter(({ labels }) => matchesAll(labels, matchers));
  }, 60_000);

  it.each([...lanes, ...tiles, ...panels])("$name has values", async ({ expr }) => {
    const grid = { startMs: endMs - 120_000, endMs, stepMs };
    const text = expandIntervals(expr, stepMs, stepMs);
    const { series } = await evaluateRange(parseExpr(text), { ...grid, select });
    expect(series.some(({ values }) => values.some(Number.isFinite))).toBe(true);
  });
});
