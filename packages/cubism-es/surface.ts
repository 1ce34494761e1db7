import type { Columns } from "./columns.ts";
import type { AnyLook } from "./look.ts";
import { createRaster, type Raster } from "./raster.ts";

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

/** Where a lane's pixels go: a canvas on this thread, or one that a worker has. */
export interface Surface {
  /** Gives it so many pixels, empty ones; false where it cannot be drawn on. */
  size(columns: number, rows: number): boolean;
  draw(stroke: Stroke): void;
  /** Lets go of the pixels and shows none. */
  release(): void;
  /** Lets go of the pixels; what is shown stays until something else draws there. */
  destroy(): void;
}

/** Moves and paints a raster. */
function strike(raster: Raster, { by, from, to, head, look, data, firstStep }: Stroke): void {
  if (by !== 0) raster.scroll(by);
  if (from < to) raster.paint(look, from, to, data, firstStep);
  if (head > 0 && from > 0) raster.paint(look, 0, Math.min(head, from), data, firstStep);
}

/** A canvas of this thread, or one that was handed to a worker. */
export function createCanvasSurface(canvas: HTMLCanvasElement | OffscreenCanvas): Surface {
  let picture:
    | {
        raster: Raster;
        image: ImageData;
        target: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
      }
    | undefined;

  return {
    size(columns, rows) {
      picture = undefined;
      canvas.width = columns;
      canvas.height = rows;
      if (columns === 0 || rows === 0) return false;
      // Pixels are made here and only copied there, so the canvas is best kept in main memory.
      const target = (canvas as HTMLCanvasElement).getContext("2d", { willReadFrequently: true });
      if (target === null) return false;
      const image = target.createImageData(columns, rows);
      picture = { image, target, raster: createRaster(columns, rows, image.data.buffer as ArrayBuffer) };
      return true;
    },
    draw(stroke) {
      if (picture === undefined) return;
      const { raster, image, target } = picture;
      const { by, from, to } = stroke;
      strike(raster, stroke);
      if (by === 0) target.putImageData(image, 0, 0, from, 0, to - from, raster.rows);
      else target.putImageData(image, 0, 0);
    },
    release() {
      picture = undefined;
      canvas.width = 0;
    },
    destroy() {
      picture = undefined;
    },
  };
}
