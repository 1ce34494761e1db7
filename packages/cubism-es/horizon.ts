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
  configure(change: Partial<HorizonStyle>): void;
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
  let palette = createPalette(style.ramp, style.bands, style.gap);
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
  layOut();
  const undo = [context.on("configure", layOut), context.on("change", request)];

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

  /** Gives the canvas its place on the page, seen or not. */
  function layOut(): void {
    look = undefined;
    canvas.style.width = `${context.size * context.columnPx}px`;
    canvas.style.height = `${style.height}px`;
    canvas.style.imageRendering = "pixelated";
  }

  /** Gives the canvas as many pixels as context and style say; true where they are new and empty. */
  function size(ratio: number): boolean {
    const rows = Math.max(0, Math.round(style.height * ratio)) || 0;
    const { size: columns } = context;
    if (look?.pixelRatio !== ratio) look = undefined;
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
    const ratio = pixelRatio();
    const isNew = size(ratio);
    if (picture === undefined) return;
    const { raster, image, target } = picture;
    const { step: stepMs, endStep } = context;
    const refit = scale.fit(style.metric.extent(), style.extent ?? {});
    const by = endStep - drawnEnd;
    const joins = stepMs === drawnStepMs && by >= 0 && by < raster.columns;
    const whole = isNew || refit || look === undefined || !joins;
    look ??= lookOf(ratio);

    const firstStep = endStep - raster.columns + 1;
    let from = whole ? 0 : Math.max(0, Math.ceil(dirtyFromMs / stepMs) - firstStep);
    let to = whole ? raster.columns : Math.min(raster.columns, Math.ceil(dirtyToMs / stepMs) - firstStep + 1);
    if (!whole && by > 0) {
      raster.scroll(by);
      from = Math.min(from, raster.columns - by);
      to = raster.columns;
    }
    dirtyFromMs = Number.POSITIVE_INFINITY;
    dirtyToMs = Number.NEGATIVE_INFINITY;
    drawnEnd = endStep;
    drawnStepMs = stepMs;
    if (from >= to) return;
    raster.paint(from, to, style.metric.at, look, firstStep);
    if (by === 0) target.putImageData(image, 0, 0, from, 0, to - from, raster.rows);
    else target.putImageData(image, 0, 0);
  }

  function lookOf(ratio: number): Look {
    const columnPx = context.columnPx * ratio;
    return { palette, scale, mode: style.mode ?? "offset", columnPx, pixelRatio: ratio };
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
      style = { ...style, ...change };
      palette = createPalette(style.ramp, style.bands, style.gap);
      if (style.metric !== before.metric) {
        listen();
        scale = createScale();
      }
      layOut();
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
      for (const stop of undo) stop();
      picture = undefined;
    },
    describe: () => describeReader(style.metric),
  };
}
