import { type Columns, moveValues } from "./columns.ts";
import type { AnyLook } from "./look.ts";
import { createHorizonPainter } from "./paint-horizon.ts";
import { paintComparison, paintEvents, paintLine } from "./paint-line.ts";

/** See `createRaster`. */
export type Raster = ReturnType<typeof createRaster>;

/**
 * A lane as pixels, one pixel wide to a column and `rows` high, row by row from the top. A canvas of that size stretched
 * with `image-rendering: pixelated` gives columns of any width with crisp edges, and a step never moves more than one
 * pixel to a column. Needs no DOM; `buffer` may be that of an ImageData of `columns` columns, in which its pixels begin at
 * `offset` bytes.
 */
export function createRaster(
  columns: number,
  rows: number,
  buffer = new ArrayBuffer(columns * rows * 4),
  offset = 0,
) {
  const pixels = new Uint32Array(buffer, offset, columns * rows);
  const sheet = { columns, rows, pixels };
  let paintHorizon: ReturnType<typeof createHorizonPainter> | undefined;

  return {
    ...sheet,
    /**
     * Paints the columns `from` up to but not with `to`, of one reader's columns, or of two for a comparison (the primary
     * first). `firstStep` is the number of column 0's step, so that a hatch moves with its gap.
     */
    paint(look: AnyLook, from: number, to: number, data: readonly Columns[], firstStep: number): void {
      const [first, second = first] = data;
      if (first === undefined || second === undefined) return;
      switch (look.kind) {
        case "horizon":
          paintHorizon ??= createHorizonPainter(sheet);
          paintHorizon(look, from, to, first, firstStep);
          break;
        case "comparison":
          paintComparison(sheet, look, from, to, first, second, firstStep);
          break;
        case "line":
          paintLine(sheet, look, from, to, first, firstStep);
          break;
        case "events":
          paintEvents(sheet, look, from, to, first);
      }
    },
    /**
     * Moves the picture left by `by` columns, or right where `by` is negative. The columns that came in then hold rubbish
     * and must be painted.
     */
    scroll(by: number): void {
      // One move of the whole buffer: what wraps from one row into the next lands in those columns. Measured in
      // Chromium without a GPU, 1,440 by 26 pixels: 0.010 ms with the copy to the canvas, no more than a canvas drawn
      // onto itself takes, which could not be tested without a browser.
      moveValues(pixels, by);
    },
  };
}
