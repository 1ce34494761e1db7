import { createRaster, type Raster } from "./raster.ts";
import type { Stroke, Tile } from "./surface.ts";

/** Moves and paints a raster. */
function strike(raster: Raster, { by, from, to, head, look, data, firstStep }: Stroke): void {
  if (by !== 0) raster.scroll(by);
  if (from < to) raster.paint(look, from, to, data, firstStep);
  if (head > 0 && from > 0) raster.paint(look, 0, Math.min(head, from), data, firstStep);
}

/**
 * A tile on a canvas of this thread, or on one that was handed to a worker. What was drawn is shown when `soon` calls what
 * it is given: at once where it is absent, or once for all lanes of a frame.
 */
export function createTile(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  soon: (show: () => void) => void = (show) => show(),
): Tile {
  let picture:
    | { image: ImageData; target: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D }
    | undefined;
  /** The columns that are others than those shown. */
  let shownFrom = 0;
  let shownTo = 0;

  function show(): void {
    const [from, width] = [shownFrom, shownTo - shownFrom];
    shownTo = 0;
    if (picture === undefined || width <= 0) return;
    const { image, target } = picture;
    target.putImageData(image, 0, 0, from, 0, width, image.height);
  }

  function touch(from: number, to: number): void {
    const isFirst = shownTo === 0;
    shownFrom = isFirst ? from : Math.min(shownFrom, from);
    shownTo = Math.max(shownTo, to);
    if (isFirst) soon(show);
  }

  const tile: Tile = {
    size(columns, rows) {
      picture = undefined;
      canvas.width = columns;
      canvas.height = rows;
      if (columns === 0 || rows === 0) return;
      // Pixels are made here and only copied there, so the canvas is best kept in main memory.
      const target = (canvas as HTMLCanvasElement).getContext("2d", { willReadFrequently: true });
      if (target !== null) picture = { image: target.createImageData(columns, rows), target };
    },
    surface(top) {
      let raster: Raster | undefined;
      const destroy = () => {
        raster = undefined;
      };
      return {
        size(columns, rows) {
          const image = picture?.image;
          const room = Math.min(rows, (image?.height ?? 0) - top);
          raster =
            image?.width !== columns || room <= 0
              ? undefined
              : createRaster(columns, room, image.data.buffer as ArrayBuffer, 4 * columns * top);
          return raster !== undefined;
        },
        draw(stroke) {
          if (raster === undefined) return;
          strike(raster, stroke);
          if (stroke.by === 0) touch(stroke.from, stroke.to);
          else touch(0, raster.columns);
        },
        release() {
          raster?.pixels.fill(0);
          if (raster !== undefined) touch(0, raster.columns);
          destroy();
        },
        destroy,
      };
    },
    release() {
      const target = picture?.target;
      picture = undefined;
      canvas.width = 0;
      // A worker shows no canvas of no pixels: what it showed before would stay, and be kept.
      if (target !== undefined && "convertToBlob" in canvas) {
        canvas.width = 1;
        canvas.height = 1;
        target.clearRect(0, 0, 1, 1);
      }
    },
    leave() {
      picture = undefined;
    },
    destroy: () => tile.release(),
  };
  return tile;
}
