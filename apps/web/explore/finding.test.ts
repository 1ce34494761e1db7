import { labelsOf } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exprFor, metricIn, refit } from "./fit-expr.ts";
import { glancesOf, growthOf } from "./glances.ts";
import { startsOf } from "./Starts.tsx";
import { countLabels } from "./use-label-counts.ts";
import { windowOf } from "./use-window.ts";
import { rowsInSight, scrollTo } from "./windowing.ts";

const histogram = { name: "wait_seconds", type: "histogram", help: "", unit: "" } as const;

describe("a long list", () => {
  it("makes the rows in sight and few others, never more than there are", () => {
    const sizes = { count: fc.nat(5_000), scrollPx: fc.nat(1_000_000), heightPx: fc.nat(4_000) };
    fc.assert(
      fc.property(fc.record(sizes), ({ count, scrollPx, heightPx }) => {
        const { from, to } = rowsInSight({ count, rowPx: 46, scrollPx, heightPx });
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(Math.max(from, count));
        expect(to - from).toBeLessThanOrEqual(heightPx / 46 + 14);
        for (const px of [scrollPx, scrollPx + heightPx - 1]) {
          const row = Math.floor(px / 46);
          if (row < count && px >= scrollPx) expect(row >= from && row < to).toBe(true);
        }
      }),
    );
  });

  it("is scrolled only as far as brings a row into sight", () => {
    expect(scrollTo(2, 46, 0, 460)).toBe(0);
    expect(scrollTo(10, 46, 0, 460)).toBe(46);
    expect(scrollTo(1, 46, 460, 460)).toBe(46);
  });
});

describe("a glance at metrics", () => {
  it("is how many series there are and how their sum went; of what grows its growth", () => {
    const load = { name: "load", type: "gauge", help: "", unit: "" } as const;
    const series = [
      { labels: labelsOf([["__name__", "load"]]), values: Float64Array.of(3, 1) },
      { labels: labelsOf([["__name__", "wait_seconds_count"]]), values: Float64Array.of(3, 7) },
    ];
    const glances = glancesOf([load, histogram], new Map([["wait_seconds_count", 4]]), { series });
    expect(glances.get("load")).toEqual({ series: 0, course: Float64Array.of(3, 1) });
    expect(glances.get("wait_seconds")).toEqual({ series: 4, course: Float64Array.of(Number.NaN, 4) });
  });

  it("knows nothing of a counter's growth where it began anew", () => {
    expect([...growthOf(Float64Array.of(5, 9, 2, 3))]).toEqual([Number.NaN, 4, Number.NaN, 1]);
  });
});

describe("the labels of a metric", () => {
  it("have their values with how many series have them, the most common first", () => {
    const counted = countLabels([
      { __name__: "hits", host: "b", code: "200" },
      { __name__: "hits", host: "a", code: "200" },
      { __name__: "hits", host: "a", code: "500" },
    ]);
    expect(counted).toEqual([
      {
        name: "code",
        values: [
          { value: "200", series: 2 },
          { value: "500", series: 1 },
        ],
      },
      {
        name: "host",
        values: [
          { value: "a", series: 2 },
          { value: "b", series: 1 },
        ],
      },
    ]);
  });
});

describe("the expression of a metric", () => {
  it("of a histogram is its buckets for a heat map, and again a quantile for anything else", () => {
    const lines = exprFor(histogram, "line");
    const heat = exprFor(histogram, "heatmap");
    expect(heat).toBe("sum by (le) (rate(wait_seconds_bucket[$__rate_interval]))");
    expect(refit(lines, "heatmap")).toBe(heat);
    expect(refit(heat, "line")).toBe(lines);
    const narrowed = lines.replace("_bucket", '_bucket{code="5"}');
    expect(refit(refit(narrowed, "heatmap"), "line")).toBe(narrowed);
  });

  it("tells its metric again", () => {
    const catalog = [histogram, { ...histogram, name: "up", type: "gauge" } as const];
    for (const kind of ["line", "heatmap"] as const)
      expect(metricIn(exprFor(histogram, kind), catalog)).toBe(histogram);
    expect(metricIn('sum by (job) (down{up="1"})', catalog)).toBeUndefined();
  });

  it("stays as a person wrote it", () => {
    for (const kind of ["line", "heatmap", "table"] as const) expect(refit("sum(up)", kind)).toBe("sum(up)");
  });
});

describe("what one may begin with", () => {
  it("is a metric of each type there is, what most know first and our own last", () => {
    const of = (name: string, type: "counter" | "gauge") => ({ ...histogram, name, type });
    const catalog = [
      of("mission_control_x_total", "counter"),
      of("apples_total", "counter"),
      of("requests_total", "counter"),
      of("mission_control_y", "gauge"),
    ];
    expect(startsOf(catalog).map(({ metric, kind }) => `${metric.name} ${kind}`)).toEqual([
      "requests_total stacked",
      "mission_control_y lanes",
    ]);
    expect(startsOf([])).toEqual([]);
  });
});

describe("the stretch that is shown", () => {
  it("lies on the grid of its step, ends with the last whole step, and has no more values than pixels", () => {
    const base = fc.constantFrom(1_000, 5_000, 15_000);
    fc.assert(
      fc.property(
        base,
        fc.integer({ min: 5, max: 40_000 }),
        fc.integer({ min: 50, max: 4_000 }),
        (baseStepMs, s, widthPx) => {
          const endMs = 1_700_000_000_123;
          const rangeMs = s * 1_000;
          const shown = windowOf({ rangeMs, widthPx, baseStepMs, endMs, live: true });
          expect(shown.endMs % shown.stepMs).toBe(0);
          expect(shown.endMs).toBeLessThanOrEqual(endMs);
          expect(endMs - shown.endMs).toBeLessThan(shown.stepMs);
          expect((shown.endMs - shown.startMs) / shown.stepMs).toBeLessThanOrEqual(widthPx);
        },
      ),
    );
  });
});
