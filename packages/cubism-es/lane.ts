import type { Undo } from "@mission-control/series";
import type { Context } from "./context.ts";
import type { Ink } from "./ink.ts";
import type { AnyLook } from "./look.ts";
import { pixelRatio } from "./pixel-ratio.ts";
import type { Reader } from "./reader.ts";
import { createStrip, type Strip } from "./strip.ts";
import { type Stroke, type Surface, type Tile, wholeOf } from "./surface.ts";
import { createTile } from "./tile.ts";

/** A description nobody reads to its end if it changes more often. */
const DESCRIBE_MS = 15_000;

/** Canvases that a worker draws on; see `createLaneWorker`. */
export interface LaneWorker {
  tile(canvas: HTMLCanvasElement, soon?: (show: () => void) => void): Tile;
  ink(canvas: HTMLCanvasElement): Ink;
}

/** Where a lane stands that shares a canvas with its neighbours; see `createStack`. */
export interface Place {
  /** What stands for the lane in the page. */
  readonly element: HTMLElement;
  readonly surface: Surface;
  /** Takes the lane in: it is made visible when it is in sight, and laid anew when it stands elsewhere. */
  hold(lane: { setVisible(visible: boolean): void; lay(): void }): void;
}

/** What every kind of lane takes: a canvas of its own or a place on one. */
export type LaneOptions = {
  readonly context: Context;
  /** Draws on another thread where it is given; the canvas belongs to it from then on. */
  readonly worker?: LaneWorker | undefined;
} & (
  | { readonly canvas: HTMLCanvasElement; readonly place?: undefined }
  | { readonly place: Place; readonly canvas?: undefined }
);

/** What every kind of lane can be told. */
export interface Lane {
  /** Only a lane that is visible draws and holds pixels. A new lane is not. */
  setVisible(visible: boolean): void;
  /** Paints the whole lane anew in the next frame. */
  redraw(): void;
  destroy(): void;
  /** The lane in words, for those who do not see it. */
  describe(): string;
}

/** What makes one kind of lane of this: all may be others whenever it is asked. */
export interface LaneKind {
  readers(): readonly Reader[];
  /** In CSS pixels; where it is undefined the canvas is one pixel high, and stretched as its page says. */
  height(): number | undefined;
  /** Fits the scale to what the strips show and says whether it changed. */
  fit(strips: readonly Strip[]): boolean;
  look(columnPx: number, pixelRatio: number): AnyLook;
  /** How many columns to its right look different when one changes. */
  readonly spill: 0 | 1;
  /** The name of what it is; where it is undefined the page says it in words itself. */
  label(): string | undefined;
  describe(): string;
  /** Called when strips are made or let go, and when values change. */
  stripsMade?(strips: readonly Strip[]): void;
  heard?(): void;
  /** Whether strips are kept while it is out of sight. */
  readonly keepsStrips?: boolean;
}

/**
 * What all lanes have in common. A step that passes moves the pixels one column and paints only the new one; a late value
 * repaints its columns; another size, scale or style repaints all.
 */
export function createLane({ context, canvas, place, worker }: LaneOptions, kind: LaneKind) {
  const surface = place?.surface ?? wholeOf(worker?.tile(canvas!) ?? createTile(canvas!));
  let strips: Strip[] = [];
  let visible = false;
  let alive = true;
  let isDrawable = false;
  let sizedColumns = -1;
  let sizedRows = -1;
  let describedAtMs = Number.NEGATIVE_INFINITY;
  let look: AnyLook | undefined;
  let lookRatio = 0;
  let lookColumnPx = 0;
  // One for all frames: drawing makes no garbage.
  const stroke = { by: 0, from: 0, to: 0, head: 0, data: [] as unknown, firstStep: 0 } as Stroke;

  const drawable = { draw };
  const unlaid = context.on("configure", layOut);
  // Of hundreds of lanes out of sight none is touched at a step.
  let unchanged: Undo = () => {};
  layOut();

  function heard(): void {
    kind.heard?.();
    request();
  }

  function request(): void {
    if (visible && alive) context.requestDraw(drawable);
  }

  function makeStrips(): void {
    dropStrips();
    strips = kind.readers().map((reader) => createStrip(reader, heard));
    kind.stripsMade?.(strips);
  }

  function dropStrips(): void {
    for (const strip of strips) strip.destroy();
    strips = [];
  }

  /** Gives the canvas its place on the page, seen or not. */
  function layOut(): void {
    if (canvas === undefined) return;
    const height = kind.height();
    canvas.style.width = `${context.size * context.columnPx}px`;
    if (height !== undefined) canvas.style.height = `${height}px`;
    canvas.style.imageRendering = "pixelated";
  }

  /** Gives the canvas as many pixels as context and style say; true where they are new and empty. */
  function size(ratio: number): boolean {
    const height = kind.height();
    const rows = height === undefined ? 1 : Math.max(0, Math.round(height * ratio)) || 0;
    const columns = context.size;
    if (sizedColumns === columns && sizedRows === rows) return false;
    sizedColumns = columns;
    sizedRows = rows;
    isDrawable = surface.size(columns, rows);
    return isDrawable;
  }

  function draw(): void {
    if (!visible || !alive) return;
    const ratio = pixelRatio();
    const isNew = size(ratio);
    if (!isDrawable) return;
    const columnPx = context.columnPx * ratio;
    if (ratio !== lookRatio || columnPx !== lookColumnPx) look = undefined;
    lookRatio = ratio;
    lookColumnPx = columnPx;
    for (const strip of strips) strip.update();
    // Fitted first: a scale that lanes share takes their looks away where it changed.
    if (kind.fit(strips)) look = undefined;
    const whole = isNew || look === undefined;
    look ??= kind.look(columnPx, ratio);
    if (!gather(whole)) return;
    stroke.look = look;
    stroke.firstStep = context.endStep - sizedColumns + 1;
    surface.draw(stroke);
    describeSeldom();
  }

  /** What of the strips is to be painted; false where nothing is. */
  function gather(all: boolean): boolean {
    const columns = sizedColumns;
    let whole = all;
    let by = 0;
    let from = columns;
    let to = 0;
    for (let i = 0; i < strips.length; i++) {
      const strip = strips[i]!;
      if (strip.whole) whole = true;
      if (strip.from < strip.to) {
        from = Math.min(from, strip.from);
        to = Math.max(to, strip.to);
      }
      by = strip.by;
      strip.painted();
      (stroke.data as unknown[])[i] = strip.columns;
    }
    if (whole) {
      by = 0;
      from = 0;
      to = columns;
    }
    stroke.by = by;
    stroke.from = from;
    stroke.to = from < to ? Math.min(columns, to + kind.spill) : to;
    // What begins the picture has nothing before it any more.
    stroke.head = by > 0 ? kind.spill : 0;
    return by !== 0 || from < to;
  }

  function describeSeldom(): void {
    const label = kind.label();
    if (label === undefined) return;
    const now = context.clock.monotonicMs();
    if (now - describedAtMs < DESCRIBE_MS) return;
    describedAtMs = now;
    const element = canvas ?? place!.element;
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", `${label}: ${kind.describe()}`);
  }

  function letGo(): void {
    context.cancelDraw(drawable);
    surface.release();
    sizedColumns = -1;
    isDrawable = false;
    if (kind.keepsStrips !== true) dropStrips();
  }

  const lane = {
    setVisible(next: boolean): void {
      if (visible === next || !alive) return;
      visible = next;
      unchanged();
      if (!visible) {
        unchanged = () => {};
        letGo();
        return;
      }
      unchanged = context.on("change", request);
      if (strips.length === 0) makeStrips();
      for (const strip of strips) strip.whole = true;
      request();
    },
    redraw(): void {
      look = undefined;
      request();
    },
    destroy(): void {
      if (!alive) return;
      alive = false;
      context.cancelDraw(drawable);
      dropStrips();
      surface.destroy();
      unlaid();
      unchanged();
    },
    describe: kind.describe,
  } satisfies Lane;

  place?.hold({
    setVisible: lane.setVisible,
    lay() {
      sizedColumns = -1;
      request();
    },
  });

  return {
    lane,
    /** The style is another: it is laid out and painted anew, with strips anew where its readers are others. */
    restyle(readersChanged: boolean): void {
      look = undefined;
      describedAtMs = Number.NEGATIVE_INFINITY;
      layOut();
      if (readersChanged && (visible || kind.keepsStrips === true)) makeStrips();
      request();
    },
    request,
    makeStrips,
  };
}
