import type { Clock, Undo } from "@mission-control/series";
import { moveByClock } from "./by-clock.ts";
import { createFrames, type Drawable, type Page, type RequestFrame } from "./frames.ts";
import { createListeners } from "./listeners.ts";
import { watchPixelRatio } from "./pixel-ratio.ts";

/** More columns than any screen is wide; a canvas cannot be wider than 32,767 pixels. */
const MAX_COLUMNS = 16_384;

/** What a context can be laid on anew. */
export interface Layout {
  /** The length of a step in milliseconds. */
  stepMs: number;
  /** How many steps are shown; at most 16,384. */
  columns: number;
  /** The width of a column in CSS pixels. */
  columnPx: number;
  /** The end of the last step shown, in milliseconds since the epoch; floored to the step grid. */
  endMs: number;
}

export type ContextEvent = "change" | "focus" | "configure" | "pause";

/** See `createContext`. */
export type Context = ReturnType<typeof createContext>;

/**
 * One clock moves every lane. Time is cut into steps that end at multiples of `stepMs` since the epoch; column i is the
 * step that ends at `timeOf(i)`, and the last column ends at `endMs`. The window moves by `advance`, as steps seal; with
 * `serverDelayMs` it also moves by itself that long after a step's end, so that a silent stream shows as a gap.
 * @throws RangeError where `stepMs` is no positive number or `endMs` no number.
 */
export function createContext(options: Layout & { clock: Clock; serverDelayMs?: number | undefined }) {
  const { clock, serverDelayMs } = options;
  if (!(options.stepMs > 0 && Number.isFinite(options.stepMs)))
    throw new RangeError("stepMs must be positive");
  if (!Number.isFinite(options.endMs)) throw new RangeError("endMs must be a time");

  let stepMs = options.stepMs;
  let columns = columnsOf(options.columns);
  let columnPx = pxOf(options.columnPx) ?? 1;
  let endStep = Math.floor(options.endMs / stepMs);
  let liveStep = endStep;
  let paused = false;
  let version = 0;
  let focusedStep: number | undefined;

  const frames = createFrames();
  const listeners = {
    change: createListeners(),
    focus: createListeners(),
    configure: createListeners(),
    pause: createListeners(),
  };

  const columnOfStep = (step: number) => {
    const column = step - endStep + columns - 1;
    return column >= 0 && column < columns ? column : undefined;
  };

  function moved(tellFirst?: "configure"): void {
    version++;
    const focusMoves = focusedStep !== undefined;
    if (focusedStep !== undefined && columnOfStep(focusedStep) === undefined) focusedStep = undefined;
    if (tellFirst !== undefined) listeners[tellFirst].tell();
    listeners.change.tell();
    if (focusMoves) listeners.focus.tell();
  }

  function focusStep(step: number | undefined): void {
    if (step === focusedStep) return;
    focusedStep = step;
    listeners.focus.tell();
  }

  const context = {
    get stepMs() {
      return stepMs;
    },
    get columns() {
      return columns;
    },
    get columnPx() {
      return columnPx;
    },
    /** The end of the last column. */
    get endMs() {
      return endStep * stepMs;
    },
    /** The left edge: the beginning of the first column's step. */
    get startMs() {
      return (endStep - columns) * stepMs;
    },
    /** The number of the last column's step since the epoch. */
    get endStep() {
      return endStep;
    },
    /** The number of the last sealed step; ahead of `endStep` while paused. */
    get liveStep() {
      return liveStep;
    },
    get paused() {
      return paused;
    },
    /** Another number whenever any of the above is another. */
    get version() {
      return version;
    },
    get focused(): number | null {
      return focusedStep === undefined ? null : (columnOfStep(focusedStep) ?? null);
    },
    get focusedMs(): number | null {
      return focusedStep === undefined ? null : focusedStep * stepMs;
    },
    /** How far the last sealed step is behind the clock, in milliseconds; never negative. */
    behindMs: () => Math.max(0, clock.now() - liveStep * stepMs),

    /**
     * Another size, step or range; what is absent or no sensible number stays. Metrics whose step changed are emptied.
     * While paused `endMs` looks elsewhere, and `resume` comes back to the live edge.
     */
    configure(change: { [K in keyof Layout]?: Layout[K] | undefined }): void {
      const nextStepMs = change.stepMs !== undefined && change.stepMs > 0 ? change.stepMs : stepMs;
      if (Number.isFinite(nextStepMs) && nextStepMs !== stepMs) {
        const regrid = (step: number) => Math.floor((step * stepMs) / nextStepMs);
        if (focusedStep !== undefined) focusedStep = Math.ceil((focusedStep * stepMs) / nextStepMs);
        endStep = regrid(endStep);
        liveStep = regrid(liveStep);
        stepMs = nextStepMs;
      }
      if (change.columns !== undefined) columns = columnsOf(change.columns);
      columnPx = pxOf(change.columnPx) ?? columnPx;
      if (change.endMs !== undefined && Number.isFinite(change.endMs)) {
        endStep = Math.floor(change.endMs / stepMs);
        if (!paused) liveStep = endStep;
      }
      moved("configure");
    },
    /** A step sealed: the right edge moves there, over several steps at once if need be, never backwards. */
    advance(sealedMs: number): void {
      if (!Number.isFinite(sealedMs)) return;
      const step = Math.floor(sealedMs / stepMs);
      if (step <= liveStep) return;
      liveStep = step;
      version++;
      if (paused) return;
      endStep = step;
      moved();
    },
    /** The picture stands still; data still comes in. */
    pause(): void {
      if (paused) return;
      paused = true;
      version++;
      listeners.pause.tell();
    },
    /** Back to the live edge at once. */
    resume(): void {
      if (!paused) return;
      const isBehind = endStep !== liveStep;
      paused = false;
      endStep = liveStep;
      version++;
      listeners.pause.tell();
      if (isBehind) moved();
    },

    /** The end of a column's step. */
    timeOf: (column: number): number => (endStep - columns + 1 + column) * stepMs,
    /** The column whose step holds a time: after its beginning, up to and with its end. */
    columnOf(timeMs: number): number | undefined {
      return Number.isFinite(timeMs) ? columnOfStep(Math.ceil(timeMs / stepMs)) : undefined;
    },
    /** The right edge, in CSS pixels, of the column that holds a time; outside the window for times outside it. */
    xOf: (timeMs: number): number => (Math.ceil(timeMs / stepMs) - endStep + columns) * columnPx,
    /** The column at `x` CSS pixels from the left, the nearest one for an x outside. */
    columnAtX(x: number): number {
      const column = Number.isNaN(x) ? 0 : Math.floor(x / columnPx);
      return Math.max(0, Math.min(columns - 1, column));
    },

    /** Puts the focus on a column, the nearest one where there is none such; null takes it away. */
    focus(column: number | null): void {
      const nowhere = column === null || Number.isNaN(column) || columns === 0;
      const nearest = nowhere ? 0 : Math.max(0, Math.min(columns - 1, Math.round(column)));
      focusStep(nowhere ? undefined : endStep - columns + 1 + nearest);
    },
    /** Puts the focus on the column that holds a time; away where it is not shown. */
    focusTime(timeMs: number | null): void {
      const column = timeMs === null ? undefined : context.columnOf(timeMs);
      context.focus(column ?? null);
    },
    /** Moves the focus by columns; from nowhere it comes in at the last column. */
    moveFocus(by: number): void {
      const from = context.focused;
      context.focus(from === null ? columns - 1 : from + by);
    },

    /**
     * "change": the window or the screen is another than before, for whatever reason. "configure": it was laid anew
     * ("change" follows). "focus": the focused column or its place changed. "pause": paused or resumed.
     */
    on: (event: ContextEvent, listener: () => void): Undo => listeners[event].add(listener),

    /** Draws `drawable` once in the next frame. */
    requestDraw: (drawable: Drawable): void => frames.add(drawable),
    /** Forgets a drawable that is gone. */
    cancelDraw: (drawable: Drawable): void => frames.remove(drawable),

    /** Begins to draw: one animation frame for all that is dirty, none while the page is hidden. */
    start(
      requestFrame: RequestFrame = (draw) => requestAnimationFrame(draw),
      page: Page | undefined = globalThis.document,
    ): Undo {
      const undo = [frames.start(requestFrame, page), watchPixelRatio(listeners.change.tell)];
      if (serverDelayMs !== undefined) undo.push(moveByClock(clock, serverDelayMs, context));
      return () => {
        for (const stop of undo) stop();
      };
    },
  };
  return context;
}

function columnsOf(columns: number): number {
  return columns >= 1 ? Math.min(MAX_COLUMNS, Math.floor(columns)) : 0;
}

function pxOf(px: number | undefined): number | undefined {
  return px !== undefined && px > 0 && Number.isFinite(px) ? px : undefined;
}
