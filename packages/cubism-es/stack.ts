import type { Undo } from "@mission-control/series";
import type { Context } from "./context.ts";
import { type CaptionStyle, createInk } from "./ink.ts";
import type { LaneWorker } from "./lane.ts";
import { pixelRatio } from "./pixel-ratio.ts";
import {
  groupsOf,
  mostUsed,
  roomOf,
  rowAt,
  type Sheet,
  type StackPlace,
  type Standing,
} from "./stack-sheet.ts";
import { createTile } from "./tile.ts";

export type { StackPlace };

/** How far beyond the screen lanes are drawn already, so that scrolling meets no empty ones, in CSS pixels. */
const MARGIN_PX = 200;

/** See `createStack`. */
export type Stack = ReturnType<typeof createStack>;

/**
 * Lets lanes that stand one above another share few canvases, which are laid into `box` behind them: a browser can scroll
 * hundreds of lanes then without losing a frame. The lanes' own elements may stand anywhere in the box, with anything
 * between them, as long as they begin at the same left edge and hide nothing behind them. Lanes in sight are made
 * visible, those out of sight are not; `root` is what scrolls, the window where it is absent. The box has to be a
 * containing block (`position: relative`) with a stacking context of its own (`isolation: isolate`).
 */
export function createStack(options: {
  readonly context: Context;
  readonly box: HTMLElement;
  /** Draws on another thread where it is given. */
  readonly worker?: LaneWorker | undefined;
  readonly root?: Element | undefined;
  /** Where lanes lie in an element that is not as wide: "left" where it is absent; at the "right" the newest is seen. */
  readonly align?: "left" | "right" | undefined;
  /** Lanes have captions at their right end, which are written with `write`. */
  readonly captions?: CaptionStyle | undefined;
}) {
  const { context, box, worker, root = null, align } = options;
  let { captions } = options;
  const standing = new Set<Standing>();
  let sheets: Sheet[] = [];
  let shows: (() => void)[] = [];
  /** How large the box was when it was last looked at. */
  let laidWidth = Number.NaN;
  let laidHeight = Number.NaN;

  const drawable = { draw: layOut };
  const refresh = () => context.requestDraw(drawable);
  const observer =
    typeof globalThis.IntersectionObserver === "function"
      ? new IntersectionObserver(
          (entries) => {
            for (const { target, isIntersecting } of entries) {
              const sheet = sheets.find(({ canvas }) => canvas === target);
              if (sheet !== undefined) see(sheet, isIntersecting);
            }
          },
          // The first counts at the edge of the root, the second at that of what scrolls inside of it.
          { root, rootMargin: `${MARGIN_PX}px`, scrollMargin: `${MARGIN_PX}px` },
        )
      : undefined;
  const resized =
    typeof globalThis.ResizeObserver === "function"
      ? new ResizeObserver(() => {
          const { width, height } = box.getBoundingClientRect();
          // It tells of the size there was to begin with, too.
          if (width !== laidWidth || height !== laidHeight) refresh();
        })
      : undefined;
  resized?.observe(box);
  const unconfigured: Undo = context.on("configure", () => {
    for (const sheet of sheets) setStyle(sheet);
    refresh();
  });

  /** What was drawn in this frame is shown together, tile by tile. */
  function soon(show: () => void): void {
    if (shows.push(show) > 1) return;
    queueMicrotask(() => {
      const due = shows;
      shows = [];
      for (const each of due) each();
    });
  }

  function see(sheet: Sheet, inSight: boolean): void {
    if (sheet.inSight === inSight) return;
    sheet.inSight = inSight;
    if (!inSight) empty(sheet);
    for (const place of sheet.places) tell(place);
  }

  function tell(place: Standing): void {
    // One that is gone stands on its sheet until the next look.
    if (!standing.has(place)) return;
    const { lane, seen, sheet } = place;
    const inSight = sheet?.inSight === true;
    lane?.setVisible(inSight);
    seen?.(inSight);
  }

  /** Lets go of its pixels; they are made anew when a lane on it draws. */
  function empty(sheet: Sheet): void {
    if (!sheet.isFull) return;
    sheet.isFull = false;
    sheet.columns = Number.NaN;
    for (const place of sheet.places) if (place.sheet === sheet) lift(place);
    sheet.tile?.release();
    sheet.ink?.ink.destroy();
    sheet.ink?.canvas.remove();
    sheet.ink = undefined;
  }

  /** Lets go of the pixels it draws on; a worker keeps what it is not told of. */
  function lift(place: Standing): void {
    place.drawn?.destroy();
    place.drawn = undefined;
  }

  /** Looks where the lanes stand and spreads them over sheets; only sheets on which one stands elsewhere are made anew. */
  function layOut(): void {
    const edge = box.getBoundingClientRect();
    laidWidth = edge.width;
    laidHeight = edge.height;
    // Canvases are laid from within its border.
    const origin = {
      top: edge.top + box.clientTop - box.scrollTop,
      left: edge.left + box.clientLeft - box.scrollLeft,
    };
    const found = [];
    for (const place of standing) {
      const { top, left, right, height } = place.element.getBoundingClientRect();
      const leftPx = align === "right" ? right - context.size * context.columnPx : left;
      // What is folded away has no height.
      if (height > 0) found.push({ place, height, top: top - origin.top, left: leftPx - origin.left });
      else if (place.sheet !== undefined) leave(place);
    }
    const groups = groupsOf(found);
    const free = new Set(sheets);
    const taken = groups.map((group) => {
      const sheet = mostUsed(
        group.map(({ place }) => place),
        free,
      );
      if (sheet !== undefined) free.delete(sheet);
      return sheet;
    });
    const left = [...free];
    sheets = taken.map((sheet) => sheet ?? left.pop() ?? createSheet());
    groups.forEach((group, i) => {
      put(
        sheets[i]!,
        group.map(({ place }) => place),
        group,
        origin.top,
      );
    });
    for (const sheet of left) drop(sheet);
  }

  function put(
    sheet: Sheet,
    places: Standing[],
    group: readonly { top: number; left: number; height: number }[],
    originTop: number,
  ): void {
    const { top, left } = group[0]!;
    const heightPx = Math.max(...group.map((each) => each.top + each.height)) - top;
    let isOther = places.length !== sheet.places.length || heightPx !== sheet.heightPx;
    places.forEach((place, i) => {
      const topPx = group[i]!.top - top;
      if (place.sheet !== sheet || place.topPx !== topPx || sheet.places[i] !== place) isOther = true;
      place.topPx = topPx;
      place.heightPx = group[i]!.height;
    });
    const isElsewhere = top !== sheet.topPx || left !== sheet.leftPx;
    sheet.topPx = top;
    sheet.leftPx = left;
    sheet.heightPx = heightPx;
    if (isElsewhere || isOther) setStyle(sheet);
    if (isOther) settle(sheet, places);
    if (isElsewhere || isOther) guess(sheet, originTop + top);
    if (!isOther) return;
    for (const place of places) {
      tell(place);
      place.lane?.lay();
    }
  }

  function settle(sheet: Sheet, places: Standing[]): void {
    for (const place of sheet.places) if (place.sheet === sheet) lift(place);
    sheet.places = places;
    // Its pixels stay until the first lane draws again.
    sheet.columns = Number.NaN;
    for (const place of places) {
      lift(place);
      place.sheet = sheet;
    }
  }

  /** The observer would tell in a frame or two whether it is in sight where it stands now: lanes would be blank till then. */
  function guess(sheet: Sheet, top: number): void {
    if (observer === undefined) return;
    const inSight = top < innerHeight + MARGIN_PX && top + sheet.heightPx > -MARGIN_PX;
    if (sheet.inSight === inSight) return;
    see(sheet, inSight);
    // It knows better, as of what scrolls inside of the page, and tells anew.
    observer.unobserve(sheet.canvas);
    observer.observe(sheet.canvas);
  }

  function createSheet(): Sheet {
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    canvas.width = 0;
    canvas.style.cssText = "position:absolute;z-index:-1;pointer-events:none;image-rendering:pixelated";
    const sheet: Sheet = {
      canvas,
      tile: undefined,
      ink: undefined,
      places: [],
      topPx: Number.NaN,
      leftPx: 0,
      heightPx: 0,
      inSight: observer === undefined,
      isFull: false,
      columns: Number.NaN,
      ratio: 1,
    };
    box.prepend(canvas);
    observer?.observe(canvas);
    return sheet;
  }

  function drop(sheet: Sheet): void {
    observer?.unobserve(sheet.canvas);
    for (const place of sheet.places) if (place.sheet === sheet) leave(place);
    empty(sheet);
    sheet.tile?.destroy();
    sheet.canvas.remove();
  }

  function leave(place: Standing): void {
    lift(place);
    place.sheet = undefined;
    tell(place);
  }

  function setStyle({ canvas, ink, topPx, leftPx, heightPx }: Sheet): void {
    const widthPx = context.size * context.columnPx;
    const at = (width: number, left: number) => ({
      top: `${topPx}px`,
      left: `${left}px`,
      width: `${width}px`,
      height: `${heightPx}px`,
    });
    Object.assign(canvas.style, at(widthPx, leftPx));
    if (ink !== undefined && captions !== undefined) {
      Object.assign(ink.canvas.style, at(captions.widthPx, leftPx + widthPx - captions.widthPx));
    }
  }

  /** Makes a sheet's pixels for what a lane is about to draw; false where it has them. */
  function fit(sheet: Sheet, columns: number, caller: Standing): boolean {
    const ratio = pixelRatio();
    if (sheet.columns === columns && sheet.ratio === ratio) return false;
    const isZoomed = sheet.columns === columns;
    sheet.isFull = true;
    sheet.columns = columns;
    sheet.ratio = ratio;
    sheet.tile ??= worker?.tile(sheet.canvas, soon) ?? createTile(sheet.canvas, soon);
    sheet.tile.size(columns, Math.round(sheet.heightPx * ratio));
    writeAll(sheet);
    // Some lanes may have as many rows as before.
    if (isZoomed) for (const place of sheet.places) if (place !== caller) place.lane?.lay();
    return true;
  }

  function writeAll(sheet: Sheet): void {
    if (captions === undefined) return;
    if (sheet.ink === undefined) {
      const canvas = document.createElement("canvas");
      canvas.setAttribute("aria-hidden", "true");
      canvas.style.cssText = "position:absolute;z-index:-1;pointer-events:none";
      sheet.canvas.after(canvas);
      sheet.ink = { canvas, ink: worker?.ink(canvas) ?? createInk(canvas) };
      setStyle(sheet);
    }
    sheet.ink.ink.size({ ...captions, heightPx: sheet.heightPx, ratio: sheet.ratio });
    for (const { text, topPx, heightPx } of sheet.places) {
      if (text !== "") sheet.ink.ink.write(topPx, heightPx, text);
    }
  }

  return {
    /**
     * Gives the lane of an element its place. `seen` is told when it comes into sight and goes out of it, and once at
     * the beginning. The place ends with its lane.
     */
    place(element: HTMLElement, seen?: (inSight: boolean) => void): StackPlace {
      const place: Standing = {
        element,
        seen,
        lane: undefined,
        sheet: undefined,
        drawn: undefined,
        topPx: 0,
        heightPx: 0,
        text: "",
        surface: {
          size(columns, rows) {
            const { sheet } = place;
            if (sheet === undefined || columns === 0) return false;
            // It may have had more rows, of which nothing is to be seen.
            if (!fit(sheet, columns, place)) place.drawn?.release();
            lift(place);
            place.drawn = sheet.tile!.surface(rowAt(place, sheet.ratio));
            return place.drawn.size(columns, Math.min(rows, roomOf(place, sheet)));
          },
          draw: (stroke) => place.drawn?.draw(stroke),
          release() {
            place.drawn?.release();
            lift(place);
          },
          destroy() {
            lift(place);
            place.lane = undefined;
            standing.delete(place);
            refresh();
          },
        },
        hold(lane) {
          place.lane = lane;
          if (place.sheet !== undefined) tell(place);
        },
        write(text) {
          if (text === place.text) return;
          place.text = text;
          place.sheet?.ink?.ink.write(place.topPx, place.heightPx, text);
        },
      };
      standing.add(place);
      refresh();
      return place;
    },
    /** Has it look where the lanes stand; to be called when one moved and the box is as large as it was. */
    refresh,
    /** Captions have another style. */
    restyle(next: CaptionStyle): void {
      captions = next;
      for (const sheet of sheets) if (!Number.isNaN(sheet.columns)) writeAll(sheet);
    },
    destroy(): void {
      context.cancelDraw(drawable);
      unconfigured();
      observer?.disconnect();
      resized?.disconnect();
      for (const sheet of sheets) drop(sheet);
      sheets = [];
      standing.clear();
    },
  };
}
