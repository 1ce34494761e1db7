import type { Columns } from "./columns.ts";
import type { AnyLook } from "./look.ts";

/** What is to be painted of a lane in a frame. */
export interface Stroke {
  /** How far the picture moves left first, in columns. */
  by: number;
  /** The columns to paint: `from` up to but not with `to`. */
  from: number;
  to: number;
  /** So many columns at the left are painted, too, as they begin anew there. */
  head: number;
  look: AnyLook;
  data: readonly Columns[];
  /** The number of column 0's step. */
  firstStep: number;
}

/** Where a lane's pixels go: on this thread, or where a worker has them. */
export interface Surface {
  /** Gives it so many pixels, empty ones; false where it cannot be drawn on. */
  size(columns: number, rows: number): boolean;
  draw(stroke: Stroke): void;
  /** Lets go of the pixels and shows none. */
  release(): void;
  /** Lets go of the pixels; what is shown stays until something else draws there. */
  destroy(): void;
}

/** A canvas on which lanes stand one above another: browsers pay for each canvas that is shown. */
export interface Tile {
  /** Gives it so many pixels, empty ones; every lane on it is then to size its surface anew. */
  size(columns: number, rows: number): void;
  /** Where the lane draws whose first row is `top`. */
  surface(top: number): Surface;
  /** Lets go of the pixels and shows none. */
  release(): void;
  /** Lets go of the pixels where no lane needs them any more; what is shown stays. */
  leave(): void;
  /** It is needed no more. */
  destroy(): void;
}

/** A lane that has a tile for itself. */
export function wholeOf(tile: Tile): Surface {
  const surface = tile.surface(0);
  return {
    ...surface,
    size(columns, rows) {
      tile.size(columns, rows);
      return surface.size(columns, rows);
    },
    release() {
      surface.release();
      tile.release();
    },
    destroy() {
      surface.destroy();
      tile.leave();
    },
  };
}
