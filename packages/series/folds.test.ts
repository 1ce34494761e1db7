import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Fold, foldLast, foldMax, foldMean, foldMin } from "./folds.ts";

// Without -0, which equals 0 but is not the same to a test.
const aNumber = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((value) => value + 0);
const column = fc.array(fc.oneof(aNumber, fc.constant(NaN)), {
  maxLength: 20,
});
const bounds = fc.tuple(fc.nat(20), fc.nat(20));

/** A fold said in the plainest way, over what is no gap. */
const plain: readonly (readonly [name: string, fold: Fold, plainly: (values: number[]) => number])[] = [
  ["foldMin", foldMin, (values) => Math.min(...values)],
  ["foldMax", foldMax, (values) => Math.max(...values)],
  ["foldMean", foldMean, (values) => values.reduce((sum, value) => sum + value, 0) / values.length],
  ["foldLast", foldLast, (values) => values.at(-1)!],
];

describe.each(plain)("%s", (_, fold, plainly) => {
  test("passes gaps over, and only of nothing but gaps is a gap", () => {
    fc.assert(
      fc.property(column, bounds, (column, [a, b]) => {
        const [from, to] = [Math.min(a, b, column.length), Math.min(Math.max(a, b), column.length)];
        const there = column.slice(from, to).filter((value) => !Number.isNaN(value));
        const folded = fold(Float64Array.from(column), from, to);
        if (there.length === 0) expect(folded).toBeNaN();
        else expect(folded).toBe(plainly(there));
      }),
    );
  });

  test("takes infinities as numbers", () => {
    expect(fold(Float64Array.of(NaN, Infinity), 0, 2)).toBe(Infinity);
    expect(fold(Float64Array.of(-Infinity, NaN), 0, 2)).toBe(-Infinity);
  });
});
