import type { Undo } from "@mission-control/series";
import type { Context } from "./context.ts";

/** The smallest, largest and mean of the finite values shown. */
export interface Extent {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** What can be drawn: a value for each column of a context. */
export interface Reader {
  readonly context: Context;
  /** The value of a column; NaN is a gap. Columns outside the window are gaps, where nothing more is kept. */
  at(column: number): number;
  /** The last value shown that is no gap. */
  latest(): { timeMs: number; value: number } | undefined;
  /** Undefined where no finite value is shown. */
  extent(): Extent | undefined;
  /** Values changed in the steps that end from `fromMs` to `toMs`. */
  on(event: "change", listener: (fromMs: number, toMs: number) => void): Undo;
}

/** A reader of `at`, which hears of changes by `on`. */
export function createReader(context: Context, at: Reader["at"], on: Reader["on"]): Reader {
  return {
    context,
    at,
    on,
    latest() {
      for (let column = context.size - 1; column >= 0; column--) {
        const value = at(column);
        if (!Number.isNaN(value)) return { timeMs: context.timeOf(column), value };
      }
      return undefined;
    },
    extent() {
      let min = Number.POSITIVE_INFINITY;
      let max = Number.NEGATIVE_INFINITY;
      let sum = 0;
      let count = 0;
      const { size: columns } = context;
      for (let column = 0; column < columns; column++) {
        const value = at(column);
        if (!Number.isFinite(value)) continue;
        if (value < min) min = value;
        if (value > max) max = value;
        sum += value;
        count++;
      }
      if (count === 0) return undefined;
      // A sum may overflow where the mean does not; the middle of the range is then near enough.
      return { min, max, mean: Number.isFinite(sum) ? sum / count : min / 2 + max / 2 };
    },
  };
}
