import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, alias, multiply, subtract } from "./algebra.ts";
import { createColumns } from "./columns.ts";
import { createContext } from "./context.ts";
import { createMetric } from "./metric.ts";

const STEP = 10_000;
const END = 1_000 * STEP;
const make = (size = 4) => createContext({ clock: manualClock(END), step: STEP, size, endMs: END });

describe("a column on which several values fall", () => {
  it("shows the least, the greatest and the mean of just those, in whatever order and however often they came", () => {
    const sample = fc.record({
      second: fc.integer({ min: 1, max: 40 }),
      value: fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)),
    });
    fc.assert(
      fc.property(fc.array(sample), fc.boolean(), (samples, twice) => {
        const context = make();
        const metric = createMetric(context, { grainMs: 1_000 });
        const all = twice ? [...samples, ...samples] : samples;
        metric.take(
          all.map(({ second }) => context.startMs + second * 1_000),
          all.map(({ value }) => value),
        );
        const last = new Map(all.map(({ second, value }) => [second, value]));
        const columns = createColumns(4);
        metric.read(0, 4, columns);
        for (let column = 0; column < 4; column++) {
          const inIt = [...last]
            .filter(([second, value]) => Math.ceil(second / 10) === column + 1 && !Number.isNaN(value))
            .map(([, value]) => value);
          if (inIt.length === 0) {
            expect(columns.mean[column]).toBeNaN();
            continue;
          }
          expect(columns.min[column]).toBe(Math.min(...inIt));
          expect(columns.max[column]).toBe(Math.max(...inIt));
          const mean = inIt.reduce((sum, value) => sum + value, 0) / inIt.length;
          expect(Math.abs(columns.mean[column]! - mean)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  it("has a mean that does not overflow, and infinities that are seen", () => {
    const context = make();
    const metric = createMetric(context, { grainMs: 5_000 });
    metric.take([END - 5_000, END], [1.7e308, 1.7e308]);
    expect(metric.at(3)).toBe(1.7e308);
    metric.take([END - 15_000, END - 10_000], [1, Number.POSITIVE_INFINITY]);
    expect(metric.at(2)).toBe(Number.POSITIVE_INFINITY);
    metric.take([END - 25_000, END - 20_000], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(metric.at(1)).toBe(0);
  });

  it("keeps its values through another step of the context, as they lie on steps of their own", () => {
    const context = make();
    const metric = createMetric(context, { grainMs: 5_000 });
    metric.take([END - 5_000, END], [2, 4]);
    expect(metric.at(3)).toBe(3);
    context.configure({ step: 5_000, endMs: END });
    expect([metric.at(2), metric.at(3)]).toEqual([2, 4]);
    context.configure({ step: 1_000, endMs: END });
    // Each value counts for all of its five seconds.
    expect([0, 1, 2, 3].map((column) => metric.at(column))).toEqual([4, 4, 4, 4]);
  });

  it("shows what was made of two value by value, not of their means", () => {
    const context = make();
    const x = createMetric(context, { grainMs: 5_000 });
    const y = createMetric(context, { grainMs: 5_000 });
    x.take([END - 5_000, END], [1, 3]);
    y.take([END - 5_000, END], [3, 1]);
    const columns = createColumns(4);
    multiply(x, y).read(0, 4, columns);
    expect([columns.min[3], columns.mean[3], columns.max[3]]).toEqual([3, 3, 3]);
    const coarse = createMetric(context);
    coarse.set(END, 10);
    add(x, coarse).read(0, 4, columns);
    expect([columns.min[3], columns.mean[3], columns.max[3]]).toEqual([12, 12, 12]);
  });

  it("of a metric with too fine a grain holds no more than fits, and no such metric is made", () => {
    expect(() => createMetric(make(), { grainMs: 0 })).toThrow(RangeError);
    const metric = createMetric(make(1_000), { grainMs: 1 });
    expect(metric.gridMs).toBeGreaterThan(1);
    metric.set(END, 7);
    expect(metric.at(999)).toBe(7);
  });
});

describe("a name", () => {
  it("is kept by what is made of a metric, and given by an alias", () => {
    const context = make();
    const [a, b] = [createMetric(context, { name: "in" }), createMetric(context, { name: "out" })];
    expect(subtract(a, b).name).toBe("in - out");
    expect(add(a, 1).name).toBe("in + 1");
    const named = alias(subtract(a, b), "kept");
    a.set(END, 5);
    b.set(END, 3);
    expect([named.name, named.at(3), named.latest()?.value]).toEqual(["kept", 2, 2]);
  });
});
