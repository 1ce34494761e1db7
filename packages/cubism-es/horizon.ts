import type { Undo } from "@mission-control/series";
import type { Context } from "./context.ts";
import { describeReader } from "./describe.ts";
import { createPalette } from "./palette.ts";
import { pixelRatio } from "./pixel-ratio.ts";
import type { Ramp } from "./ramps.ts";
import { createRaster, type Look, type Mode, type Raster } from "./raster.ts";
import type { Reader } from "./reader.ts";
import { createScale, type FixedExtent } from "./scale.ts";

/** How a lane looks and what it shows. */
export interface HorizonStyle {
  readonly metric: Reader;
  /** In CSS pixels. */
  readonly height: number;
  readonly ramp: Ramp;
  /** 1 to 8; 4 where it is absent. */
  readonly bands?: number | undefined;
  /** "offset" where it is absent. */
  readonly mode?: Mode | undefined;
  readonly extent?: FixedExtent | undefined;
  /** CSS hex of the tint over "no data"; the ramp's own where it is absent. */
  readonly gap?: string | undefined;
}

/** A horizon lane. */
export interface Horizon {
  /** Only a lane that is visible draws and holds pixels. A new lane is not. */
  setVisible(visible: boolean): void;
  configure(change: { readonly [K in keyof HorizonStyle]?: HorizonStyle[K] | undefined }): void;
  /** Paints the whole lane anew in the next frame. */
  redraw(): void;
  destroy(): void;
  /** The lane in words: latest, min, max, trend. */
  describe(): string;
}

/**
 * Draws a metric as a horizon chart on a canvas, whose size it sets. A step that passes moves the pixels one column and
 * paints only the new one; a late value repaints its columns; another size, scale or style repaints all.
 */
export function createHorizon(
  options: HorizonStyle & { context: Context; canvas: HTMLCanvasElement },
): Horizon {
  const { context, canvas } = options;
  let style: HorizonStyle = options;
  let palette = createPalette(style.ramp, style.bands ?? 4, style.gap);
  let scale = createScale();
  let visible = false;
  let alive = true;

  let picture: { raster: Raster; image: ImageData; target: CanvasRenderingContext2D } | undefined;
  let look: Look | undefined;
  let drawnEnd = 0;
  let drawnStepMs = 0;
  let dirtyFromMs = Number.POSITIVE_INFINITY;
  let dirtyToMs = Number.NEGATIVE_INFINITY;

  const drawable = { draw };
  let unheard: Undo = () => {};
  listen();
  const unmoved = context.on("change", request);

  function listen(): void {
    unheard();
    unheard = style.metric.on("change", (fromMs, toMs) => {
      if (fromMs < dirtyFromMs) dirtyFromMs = fromMs;
      if (toMs > dirtyToMs) dirtyToMs = toMs;
      request();
    });
  }

  function request(): void {
    if (visible && alive) context.requestDraw(drawable);
  }

  /** Makes the canvas as large as the context says; true where it is new and empty. */
  function size(): boolean {
    const rows = Math.max(0, Math.round(style.height * pixelRatio())) || 0;
    const { columns } = context;
    canvas.style.width = `${columns * context.columnPx}px`;
    canvas.style.height = `${style.height}px`;
    if (picture?.raster.columns === columns && picture.raster.rows === rows) return false;
    picture = undefined;
    canvas.width = columns;
    canvas.height = rows;
    if (columns === 0 || rows === 0) return false;
    // Pixels are made here and only copied there, so the canvas is best kept in main memory.
    const target = canvas.getContext("2d", { willReadFrequently: true });
    if (target === null) return false;
    const image = target.createImageData(columns, rows);
    picture = { image, target, raster: createRaster(columns, rows, image.data.buffer as ArrayBuffer) };
    return true;
  }

  function draw(): void {
    if (!visible || !alive) return;
    const isNew = size();
    if (picture === undefined) return;
    const { raster, image, target } = picture;
    const refit = scale.fit(style.metric.extent(), style.extent ?? {});
    const ratio = pixelRatio();
    const by = context.endStep - drawnEnd;
    const columnPx = context.columnPx * ratio;
    if (look?.columnPx !== columnPx) look = undefined;
    const anew =
      isNew ||
      refit ||
      look === undefined ||
      context.stepMs !== drawnStepMs ||
      by < 0 ||
      by >= raster.columns;
    if (look === undefined) {
      look = {
        palette,
        scale,
        mode: style.mode ?? "offset",
        columnPx,
        pixelRatio: ratio,
      };
    }
    const firstStep = context.endStep - raster.columns + 1;
    let from = 0;
    let to = raster.columns;
    if (!anew) {
      from = Math.max(0, Math.ceil(dirtyFromMs / context.stepMs) - firstStep);
      to = Math.min(to, Math.ceil(dirtyToMs / context.stepMs) - firstStep + 1);
      if (by > 0) {
        raster.scroll(by);
        from = Math.min(from, raster.columns - by);
        to = raster.columns;
      }
    }
    dirtyFromMs = Number.POSITIVE_INFINITY;
    dirtyToMs = Number.NEGATIVE_INFINITY;
    drawnEnd = context.endStep;
    drawnStepMs = context.stepMs;
    if (from >= to) return;
    raster.paint(from, to, style.metric.at, look, firstStep);
    if (by === 0) target.putImageData(image, 0, 0, from, 0, to - from, raster.rows);
    else target.putImageData(image, 0, 0);
  }

  return {
    setVisible(next) {
      if (visible === next) return;
      visible = next;
      if (visible) return request();
      context.cancelDraw(drawable);
      picture = undefined;
      canvas.width = 0;
    },
    configure(change) {
      const before = style;
      style = { ...style, ...change } as HorizonStyle;
      palette = createPalette(style.ramp, style.bands ?? 4, style.gap);
      if (style.metric !== before.metric) {
        listen();
        scale = createScale();
      }
      look = undefined;
      request();
    },
    redraw() {
      look = undefined;
      request();
    },
    destroy() {
      alive = false;
      context.cancelDraw(drawable);
      unheard();
      unmoved();
      picture = undefined;
    },
    describe: () => describeReader(style.metric),
  };
}
