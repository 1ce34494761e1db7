import type { Undo } from "@mission-control/series";
import type { Context } from "./context.ts";
import { watchDrags } from "./drags.ts";

/** Steps that read well, in milliseconds; zooming goes from one to the next. */
const STEPS_MS = [
  1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
  3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000,
];

/** Fingers or a wheel move this much (as a natural logarithm) for one step of zoom: half again as wide. */
const ZOOM_AT = 0.4;

/** What a pixel of a wheel is of that; a notch of a mouse is 100 or more, a pinch on a touchpad some single pixels. */
const ZOOM_PER_PX = 0.01;

/** The lines that some wheels count, in pixels. */
const LINE_PX = 16;

/** After so much rest a wheel's movement is over. */
const REST_MS = 150;

/** See `createNavigation`. */
export interface NavigationOptions {
  readonly context: Context;
  /** What is dragged; its left edge is that of the lanes. */
  readonly surface: HTMLElement;
  /** False for events that are not to move the window: those over something on the surface that is no lane. */
  readonly filter?: ((event: Event) => boolean) | undefined;
  /** How far back one may look: the earliest left edge, in milliseconds since the epoch. Anywhere where it is absent. */
  readonly firstMs?: (() => number | undefined) | undefined;
  /** The steps zooming goes through, ascending, in milliseconds. */
  readonly stepsMs?: readonly number[] | undefined;
  /**
   * In place of its own zooming: `by` is 1 for in and -1 for out, `timeMs` the moment that should stay `x` CSS pixels from
   * the left.
   */
  readonly zoom?: ((by: 1 | -1, timeMs: number, x: number) => void) | undefined;
  /** The window came to rest elsewhere, or is live again. */
  readonly moved?: (() => void) | undefined;
}

/** What moves a context's window by hand. */
export interface Navigation {
  /** Moves the window by columns, to the past where `by` is negative. */
  pan(by: number): void;
  /** One step in (1) or out (-1) around the moment `x` CSS pixels from the left, the middle where it is absent. */
  zoom(by: 1 | -1, x?: number): void;
  /** Back to the live edge. */
  live(): void;
  destroy(): void;
}

/**
 * Moves a context's window: dragging by a mouse or a finger and wheels that go sideways (or with shift) look into the
 * past, a wheel with Control or two fingers zoom, a double click comes back to the live edge, as does whoever drags there.
 * While the window moves lanes follow at once; their data is asked for (`configure`) when it comes to rest.
 */
export function createNavigation(options: NavigationOptions): Navigation {
  const { context, surface, stepsMs = STEPS_MS, filter = () => true } = options;
  let zoomed = 0;
  let rest = 0;
  let resting: Undo | undefined;
  let wantsLive = false;

  const liveMs = () => context.liveStep * context.step;
  const widthPx = () => context.size * context.columnPx;

  /** Where the window may end. */
  function within(endMs: number, step: number): number {
    const firstMs = options.firstMs?.() ?? Number.NEGATIVE_INFINITY;
    const earliest = Math.ceil(firstMs / step) * step + context.size * step;
    return Math.min(Math.max(endMs, Math.min(earliest, liveMs())), liveMs());
  }

  function look(endMs: number): void {
    // The edge moves on between a finger's last move and its lifting.
    wantsLive = endMs >= liveMs();
    const end = within(endMs, context.step);
    if (end !== context.endMs) context.look(end);
  }

  function settle(): void {
    resting?.();
    resting = undefined;
    rest = 0;
    if (!context.paused) return;
    if (wantsLive) context.resume();
    else context.configure({ endMs: context.endMs });
    options.moved?.();
  }

  function settleSoon(): void {
    resting?.();
    resting = context.clock.after(REST_MS, settle);
  }

  function zoomTo(by: 1 | -1, x: number): void {
    const { startMs, step, columnPx, size } = context;
    const columns = Math.max(0, Math.min(size, x / columnPx));
    const timeMs = startMs + columns * step;
    if (options.zoom !== undefined) {
      options.zoom(by, timeMs, x);
      return;
    }
    const next = by > 0 ? stepsMs.findLast((each) => each < step) : stepsMs.find((each) => each > step);
    if (next === undefined || size === 0) return;
    const endMs = timeMs + (size - columns) * next;
    if (!context.paused && endMs >= liveMs()) context.configure({ step: next });
    else {
      context.pause();
      context.configure({ step: next, endMs: within(endMs, next) });
      if (context.endMs >= Math.floor(liveMs() / next) * next) context.resume();
    }
    options.moved?.();
  }

  function zoomBy(amount: number, x: number): void {
    if (!Number.isFinite(amount)) return;
    zoomed += amount;
    if (Math.abs(zoomed) < ZOOM_AT) return;
    const by = zoomed > 0 ? 1 : -1;
    zoomed = 0;
    zoomTo(by, x);
  }

  function panPx(px: number): void {
    rest += px;
    const by = Math.trunc(rest / context.columnPx);
    if (by === 0) return;
    rest -= by * context.columnPx;
    look(context.endMs + by * context.step);
  }

  const wheel = (event: WheelEvent) => {
    if (!filter(event)) return;
    const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? LINE_PX : widthPx();
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const most = 1.25 * ZOOM_AT;
      const amount = -event.deltaY * unit * ZOOM_PER_PX;
      return zoomBy(Math.max(-most, Math.min(most, amount)), event.clientX - leftPx());
    }
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (sideways === 0 || (!event.shiftKey && Math.abs(event.deltaY) > Math.abs(sideways))) return;
    event.preventDefault();
    panPx(sideways * unit);
    settleSoon();
  };

  const leftPx = () => surface.getBoundingClientRect().left;
  let dragEndMs = 0;
  const undrag = watchDrags(surface, filter, {
    began() {
      resting?.();
      resting = undefined;
      dragEndMs = context.endMs;
    },
    dragged: (px) => look(dragEndMs - Math.round(px / context.columnPx) * context.step),
    dropped: settle,
    pinched: (amount, clientX) => zoomBy(amount, clientX - leftPx()),
  });

  const live = () => {
    resting?.();
    resting = undefined;
    if (!context.paused) return;
    context.resume();
    options.moved?.();
  };
  surface.addEventListener("wheel", wheel, { passive: false });
  const doubleClick = (event: Event) => {
    if (filter(event)) live();
  };
  surface.addEventListener("dblclick", doubleClick);

  return {
    pan(by) {
      look(context.endMs + Math.round(by) * context.step);
      settle();
    },
    zoom: (by, x = widthPx() / 2) => zoomTo(by, x),
    live,
    destroy() {
      resting?.();
      undrag();
      surface.removeEventListener("wheel", wheel);
      surface.removeEventListener("dblclick", doubleClick);
    },
  };
}
