import type { Undo } from "@mission-control/series";
import { type Columns, createColumns, moveColumns } from "./columns.ts";
import type { Reader } from "./reader.ts";

/** See `createStrip`. */
export type Strip = ReturnType<typeof createStrip>;

/**
 * A reader's columns as they lie on the screen, kept up to date: what moved is moved, and only what is new is read. It
 * says what changed since it was last painted, so that a lane paints no more than that.
 */
export function createStrip(reader: Reader, heard: () => void) {
  const { context } = reader;
  let columns: Columns = createColumns(0);
  let endStep = 0;
  let stepMs = 0;
  let gridMs = 0;
  let dirtyFromMs = Number.POSITIVE_INFINITY;
  let dirtyToMs = Number.NEGATIVE_INFINITY;
  let hasExtent = false;

  const shown = { min: 0, max: 0 };

  const strip = {
    reader,
    /** How far everything moved left since it was painted, in columns; to the right where it is negative. */
    by: 0,
    /** The columns that are others than when it was painted: from, up to but not with. */
    from: 0,
    to: 0,
    /** Nothing is as it was. */
    whole: true,
    get columns() {
      return columns;
    },
    /** The smallest and largest finite value shown, always the same object; undefined where there is none. */
    get extent(): { readonly min: number; readonly max: number } | undefined {
      return hasExtent ? shown : undefined;
    },
    update,
    /** It was painted. */
    painted(): void {
      strip.by = 0;
      strip.from = 0;
      strip.to = 0;
      strip.whole = false;
    },
    /** The smallest magnitude shown that is neither 0 nor infinite; infinite where there is none. */
    least(): number {
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < columns.min.length; i++) {
        const low = Math.abs(columns.min[i]!);
        const high = Math.abs(columns.max[i]!);
        if (low > 0 && low < least) least = low;
        if (high > 0 && high < least) least = high;
      }
      return least;
    },
    destroy(): void {
      unheard();
      columns = createColumns(0);
    },
  };

  const unheard: Undo = reader.on("change", (fromMs, toMs) => {
    if (fromMs < dirtyFromMs) dirtyFromMs = fromMs;
    if (toMs > dirtyToMs) dirtyToMs = toMs;
    heard();
  });

  function update(): void {
    const { size, step } = context;
    const by = context.endStep - endStep;
    const grid = reader.gridMs;
    const isNew = size !== columns.mean.length || step !== stepMs || grid !== gridMs || Math.abs(by) >= size;
    endStep = context.endStep;
    stepMs = step;
    gridMs = grid;
    if (isNew) {
      const isPlain = grid >= step;
      if (size !== columns.mean.length || isPlain !== (columns.min === columns.mean)) {
        columns = createColumns(size, isPlain);
      }
      strip.whole = true;
      strip.by = 0;
      refresh(0, size, true);
    } else {
      // What lies on a longer step of its own changes over all of it.
      const first = endStep - size + 1;
      const dirtyFrom =
        grid > step ? Math.floor((dirtyFromMs - grid) / step) + 1 : Math.ceil(dirtyFromMs / step);
      let from = Math.max(0, dirtyFrom - first);
      let to = Math.min(size, Math.ceil(dirtyToMs / step) - first + 1);
      let leaves = false;
      if (by !== 0) {
        leaves = move(by);
        from = by > 0 ? Math.min(from, size - by) : 0;
        to = by > 0 ? size : Math.max(to, -by);
      }
      if (from < to) refresh(from, to, leaves);
      else if (leaves) measure();
    }
    dirtyFromMs = Number.POSITIVE_INFINITY;
    dirtyToMs = Number.NEGATIVE_INFINITY;
  }

  /** Moves all columns to the left; true where the extent may have left with those that went. */
  function move(by: number): boolean {
    const size = columns.mean.length;
    const leaves = by > 0 ? touches(0, by) : touches(size + by, size);
    moveColumns(columns, by);
    strip.by += by;
    if (Math.abs(strip.by) >= size) strip.whole = true;
    if (strip.from < strip.to) {
      strip.from = Math.max(0, Math.min(size, strip.from - by));
      strip.to = Math.max(0, Math.min(size, strip.to - by));
    }
    return leaves;
  }

  /** Whether one of the ends of the extent lies in these columns. */
  function touches(from: number, to: number): boolean {
    if (!hasExtent) return false;
    const { min, max } = columns;
    for (let i = from; i < to; i++) if (min[i]! <= shown.min || max[i]! >= shown.max) return true;
    return false;
  }

  function refresh(from: number, to: number, remeasure: boolean): void {
    // Of the columns that come in nothing is known, but what lay there before the move was told by `move`.
    const again = remeasure || touches(from, to);
    reader.read(from, to, columns);
    if (again) measure();
    else extend(from, to);
    const isEmpty = strip.from >= strip.to;
    strip.from = isEmpty ? from : Math.min(strip.from, from);
    strip.to = isEmpty ? to : Math.max(strip.to, to);
  }

  function measure(): void {
    hasExtent = false;
    extend(0, columns.mean.length);
  }

  function extend(from: number, to: number): void {
    const { min, max, mean } = columns;
    for (let i = from; i < to; i++) {
      // One infinite value does not take the finite ones beside it out of sight.
      const low = finiteOf(min[i]!, mean[i]!, max[i]!);
      const high = finiteOf(max[i]!, mean[i]!, min[i]!);
      if (!Number.isFinite(low)) continue;
      shown.min = hasExtent && shown.min < low ? shown.min : low;
      shown.max = hasExtent && shown.max > high ? shown.max : high;
      hasExtent = true;
    }
  }

  return strip;
}

/** The first of them that is finite, or the last. */
function finiteOf(a: number, b: number, c: number): number {
  if (Number.isFinite(a)) return a;
  return Number.isFinite(b) ? b : c;
}
