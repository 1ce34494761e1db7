import type { Undo } from "@mission-control/series";
import { type Columns, createColumns, foldInto } from "./columns.ts";
import type { Context } from "./context.ts";

/** The smallest and largest of the finite values shown. */
export interface Extent {
  readonly min: number;
  readonly max: number;
}

/** What can be drawn: a value for each column of a context. */
export interface Reader {
  readonly context: Context;
  /** What people call it; "" where nobody named it. */
  readonly name: string;
  /** How long the steps are on which its values lie, in milliseconds: those of the context, or its own. */
  readonly gridMs: number;
  /** The value of its own step that ends at `step * gridMs`; NaN is a gap. */
  get(step: number): number;
  /**
   * The value of a column, the mean where several values fall on it; NaN is a gap. Columns outside the window are gaps,
   * where nothing more is kept.
   */
  at(column: number): number;
  /** Puts the columns `from` up to but not with `to` where they belong in `into`. */
  read(from: number, to: number, into: Columns): void;
  /** The last value shown that is no gap. */
  latest(): { timeMs: number; value: number } | undefined;
  /** Of the columns' values; undefined where no finite one is shown. */
  extent(): Extent | undefined;
  /** Values changed in the steps that end from `fromMs` to `toMs`. */
  on(event: "change", listener: (fromMs: number, toMs: number) => void): Undo;
}

/** What a reader is made of; the grid is the context's where it is absent. */
export interface ReaderParts {
  readonly context: Context;
  readonly name?: string | undefined;
  readonly gridMs?: (() => number) | undefined;
  readonly get: Reader["get"];
  readonly on: Reader["on"];
}

/** A column that is asked for by itself. */
const one = createColumns(1);

/** Something to draw of a function `get`, which is asked for one step at a time; it hears of changes by `on`. */
export function createReader(parts: ReaderParts): Reader {
  const { context, name = "", get, on } = parts;
  const gridMs = parts.gridMs ?? (() => context.step);
  /** Where its steps are the context's own, as most of the time, each is a column. */
  const isPlain = () => gridMs() === context.step;
  const stepOf = (column: number) => context.endStep - context.size + 1 + column;

  function fold(column: number, into: Columns, place: number): void {
    const grid = gridMs();
    const { step } = context;
    const end = stepOf(column);
    // Where its steps are longer than a column, the one that holds the column counts for it.
    const isLonger = grid > step;
    const last = (end * step) / grid;
    const first = isLonger ? Math.ceil(last) : Math.floor(((end - 1) * step) / grid) + 1;
    foldInto(into, place, get, first, isLonger ? first : Math.floor(last));
  }

  const reader: Reader = {
    context,
    name,
    get gridMs() {
      return gridMs();
    },
    get,
    on,
    at(column) {
      if (isPlain()) return get(stepOf(column));
      fold(column, one, 0);
      return one.mean[0]!;
    },
    read(from, to, into) {
      const plain = isPlain();
      const first = stepOf(0);
      for (let column = from; column < to; column++) {
        if (!plain) fold(column, into, column);
        else into.mean[column] = into.min[column] = into.max[column] = get(first + column);
      }
    },
    latest() {
      for (let column = context.size - 1; column >= 0; column--) {
        const value = reader.at(column);
        if (!Number.isNaN(value)) return { timeMs: context.timeOf(column), value };
      }
      return undefined;
    },
    extent() {
      let min = Number.POSITIVE_INFINITY;
      let max = Number.NEGATIVE_INFINITY;
      const { size } = context;
      for (let column = 0; column < size; column++) {
        const value = reader.at(column);
        if (!Number.isFinite(value)) continue;
        if (value < min) min = value;
        if (value > max) max = value;
      }
      return min > max ? undefined : { min, max };
    },
  };
  return reader;
}
