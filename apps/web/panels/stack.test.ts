import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stackSeries } from "./stack.ts";

const of = (...values: number[]) => ({ values: Float64Array.from(values) });
const gap = Number.NaN;

describe("a stack", () => {
  it("sets each series on those below it", () => {
    expect(stackSeries([of(1, 2), of(3, 4)], false).map((edge) => [...edge])).toEqual([
      [1, 2],
      [4, 6],
    ]);
  });

  it("has a gap where every series has one, and where only some have they add nothing", () => {
    expect(stackSeries([of(gap, gap), of(gap, 4)], false).map((edge) => [...edge])).toEqual([
      [gap, 0],
      [gap, 4],
    ]);
  });

  it("of parts ends at the whole wherever there is anything", () => {
    const column = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 5 }), (columns) => {
        const series = columns.map((values) => of(...values));
        const top = stackSeries(series, true).at(-1)!;
        const sums = stackSeries(series, false).at(-1)!;
        for (let i = 0; i < 4; i++) expect(top[i]).toBe(sums[i] === 0 ? 0 : 1);
      }),
    );
  });

  it("of nothing is nothing", () => {
    expect(stackSeries([], true)).toEqual([]);
  });
});
