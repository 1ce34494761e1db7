import { type Clock, systemClock, type Undo } from "@mission-control/series";
import { moveByClock } from "./by-clock.ts";
import { createFrames, type Drawable, type Page, type RequestFrame } from "./frames.ts";
import { createListeners } from "./listeners.ts";
import { watchPixelRatio } from "./pixel-ratio.ts";
import { createPlace, type Layout } from "./place.ts";

/** What a context tells: `start` and `end` are the edges of the window in milliseconds since the epoch. */
export interface ContextEvents {
  /** The window from `start` to `end` is about to be shown: now is the time to ask for its data. */
  prepare: [startMs: number, endMs: number];
  /** The window is another one, and nobody has drawn it yet. */
  beforechange: [startMs: number, endMs: number];
  /** The window or the screen is another than before, for whatever reason. */
  change: [startMs: number, endMs: number];
  /** The focused column or its place changed; null where there is none. */
  focus: [column: number | null];
  /** The context was laid anew; "change" follows. */
  configure: [];
  /** Paused or resumed. */
  pause: [];
}

export type ContextEvent = keyof ContextEvents;

/** What a context is made of; only `step` must be given. */
export interface ContextOptions extends Partial<Layout> {
  /** The length of a step in milliseconds. */
  step: number;
  /**
   * So many milliseconds after a step's end its data can be asked for: then "prepare" is told. Where it is absent the
   * window moves only by `advance`.
   */
  serverDelay?: number | undefined;
  /** So many milliseconds after "prepare" the window moves; 0 where it is absent. */
  clientDelay?: number | undefined;
  /** The machine's own where it is absent. */
  clock?: Clock | undefined;
}

/** See `createContext`. */
export type Context = ReturnType<typeof createContext>;

/**
 * One clock moves every lane. Time is cut into steps that end at multiples of `step` since the epoch; column i is the
 * step that ends at `timeOf(i)`, and the last column ends at `endMs`. The window moves by `advance`, as steps seal; with
 * `serverDelay` it also moves by itself, that long (and `clientDelay`) after a step's end, so that a silent stream shows
 * as a gap.
 * @throws RangeError where `step` is no positive number or `endMs` no time.
 */
export function createContext(options: ContextOptions) {
  const { clock = systemClock, serverDelay, clientDelay } = options;
  const place = createPlace(options, clock.now());
  const frames = createFrames();
  const listeners = {
    prepare: createListeners<ContextEvents["prepare"]>(),
    beforechange: createListeners<ContextEvents["beforechange"]>(),
    change: createListeners<ContextEvents["change"]>(),
    focus: createListeners<ContextEvents["focus"]>(),
    configure: createListeners<ContextEvents["configure"]>(),
    pause: createListeners<ContextEvents["pause"]>(),
  };
  let focusedStep: number | undefined;
  let preparedStep = place.endStep;
  let stop: Undo = () => {};

  function tellPrepare(endStep: number): void {
    preparedStep = endStep;
    const { step, size } = place;
    listeners.prepare.tell((endStep - size) * step, endStep * step);
  }

  function tellChange(): void {
    listeners.change.tell(place.startMs, place.endMs);
  }

  function moved(what?: "configure" | "look"): void {
    place.version++;
    const focusMoves = focusedStep !== undefined;
    if (focusedStep !== undefined && place.columnOfStep(focusedStep) === undefined) focusedStep = undefined;
    if (what === "configure" || (what === undefined && preparedStep !== place.endStep)) {
      tellPrepare(place.endStep);
    }
    listeners.beforechange.tell(place.startMs, place.endMs);
    if (what === "configure") listeners.configure.tell();
    tellChange();
    if (focusMoves) listeners.focus.tell(context.focused);
  }

  function focusStep(step: number | undefined): void {
    if (step === focusedStep) return;
    focusedStep = step;
    listeners.focus.tell(context.focused);
  }

  const context = {
    /** The length of a step in milliseconds. */
    get step() {
      return place.step;
    },
    /** How many columns, one to a step, are shown. */
    get size() {
      return place.size;
    },
    /** The width of a column in CSS pixels. */
    get columnPx() {
      return place.columnPx;
    },
    /** The end of the last column. */
    get endMs() {
      return place.endMs;
    },
    /** The left edge: the beginning of the first column's step. */
    get startMs() {
      return place.startMs;
    },
    /** The number of the last column's step since the epoch. */
    get endStep() {
      return place.endStep;
    },
    /** The number of the last sealed step; ahead of `endStep` while the past is looked at. */
    get liveStep() {
      return place.liveStep;
    },
    get paused() {
      return place.paused;
    },
    /** Another number whenever any of the above is another. */
    get version() {
      return place.version;
    },
    /** Another number whenever it was configured or resumed. */
    get layout() {
      return place.layout;
    },
    /** The clock that all of the context goes by. */
    clock,
    get focused(): number | null {
      return focusedStep === undefined ? null : (place.columnOfStep(focusedStep) ?? null);
    },
    get focusedMs(): number | null {
      return focusedStep === undefined ? null : focusedStep * place.step;
    },
    /** How far the last sealed step is behind the clock, in milliseconds; never negative. */
    behindMs: () => Math.max(0, clock.now() - place.liveStep * place.step),

    /**
     * Another size, step or range; what is absent or no sensible number stays. Metrics whose step changed are emptied.
     * While paused `endMs` looks elsewhere, and `resume` comes back to the live edge.
     */
    configure(change: { [K in keyof Layout]?: Layout[K] | undefined }): void {
      const stepBefore = place.step;
      place.lay(change);
      if (focusedStep !== undefined) focusedStep = Math.ceil((focusedStep * stepBefore) / place.step);
      moved("configure");
    },
    /**
     * Looks at the window that ends at `endMs` (floored to the step grid), paused. Lanes move their pixels; nobody is
     * told to ask for data, so that it can follow a finger: `configure` with the same end says where it came to rest.
     */
    look(endMs: number): void {
      if (!Number.isFinite(endMs)) return;
      context.pause();
      const step = Math.floor(endMs / place.step);
      if (step === place.endStep) return;
      place.endStep = step;
      moved("look");
    },
    /** A step sealed: the right edge moves there, over several steps at once if need be, never backwards. */
    advance(sealedMs: number): void {
      if (!Number.isFinite(sealedMs)) return;
      const step = Math.floor(sealedMs / place.step);
      if (step <= place.liveStep) return;
      place.liveStep = step;
      place.version++;
      if (place.paused) return;
      place.endStep = step;
      moved();
    },
    /** The picture stands still; data still comes in. */
    pause(): void {
      if (place.paused) return;
      place.paused = true;
      place.version++;
      listeners.pause.tell();
    },
    /** Back to the live edge at once. */
    resume(): void {
      if (!place.paused) return;
      const isElsewhere = place.endStep !== place.liveStep;
      place.layout++;
      place.paused = false;
      place.endStep = place.liveStep;
      place.version++;
      listeners.pause.tell();
      if (isElsewhere) {
        tellPrepare(place.endStep);
        moved();
      }
    },

    /** The end of a column's step. */
    timeOf: (column: number): number => (place.endStep - place.size + 1 + column) * place.step,
    /** The column whose step holds a time: after its beginning, up to and with its end. */
    columnOf(timeMs: number): number | undefined {
      return Number.isFinite(timeMs) ? place.columnOfStep(Math.ceil(timeMs / place.step)) : undefined;
    },
    /** The right edge, in CSS pixels, of the column that holds a time; outside the window for times outside it. */
    xOf: (timeMs: number): number =>
      (Math.ceil(timeMs / place.step) - place.endStep + place.size) * place.columnPx,
    /** The column at `x` CSS pixels from the left, the nearest one for an x outside. */
    columnAtX(x: number): number {
      const column = Number.isNaN(x) ? 0 : Math.floor(x / place.columnPx);
      return Math.max(0, Math.min(place.size - 1, column));
    },

    /** Puts the focus on a column, the nearest one where there is none such; null takes it away. */
    focus(column: number | null): void {
      const nowhere = column === null || Number.isNaN(column) || place.size === 0;
      const nearest = nowhere ? 0 : Math.max(0, Math.min(place.size - 1, Math.round(column)));
      focusStep(nowhere ? undefined : place.endStep - place.size + 1 + nearest);
    },
    /** Puts the focus on the column that holds a time; away where it is not shown. */
    focusTime(timeMs: number | null): void {
      const column = timeMs === null ? undefined : context.columnOf(timeMs);
      context.focus(column ?? null);
    },
    /** Moves the focus by columns; from nowhere it comes in at the last column. */
    moveFocus(by: number): void {
      const from = context.focused;
      context.focus(from === null ? place.size - 1 : from + by);
    },

    /** Calls `listener` at each of an event, see `ContextEvents`, until it is undone. */
    on<E extends ContextEvent>(event: E, listener: (...args: ContextEvents[E]) => void): Undo {
      return (listeners[event] as ReturnType<typeof createListeners<ContextEvents[E]>>).add(listener);
    },

    /** Draws `drawable` once in the next frame. */
    requestDraw: (drawable: Drawable): void => frames.add(drawable),
    /** Forgets a drawable that is gone. */
    cancelDraw: (drawable: Drawable): void => frames.remove(drawable),

    /**
     * Begins to draw, one animation frame for all that is dirty, and to move by the clock where there is a
     * `serverDelay`; neither while the page is hidden: shown again, it moves once over all that passed, and "prepare"
     * says what to ask for. Undoing it stops, as `stop` does. Started again, it starts anew.
     */
    start(
      requestFrame: RequestFrame = (draw) => requestAnimationFrame(draw),
      page: Page | undefined = globalThis.document,
    ): Undo {
      stop();
      const undo = [frames.start(requestFrame, page), watchPixelRatio(tellChange)];
      if (serverDelay !== undefined) {
        undo.push(moveByClock({ clock, serverDelay, clientDelay, page, context, prepare }));
      }
      let running = true;
      const end = () => {
        if (!running) return;
        running = false;
        for (const each of undo) each();
      };
      stop = end;
      return end;
    },
    /** Stops to draw and to move; what was shown stays. */
    stop: (): void => stop(),
  };

  function prepare(endMs: number): void {
    const step = Math.floor(endMs / place.step);
    if (!place.paused && step > preparedStep) tellPrepare(step);
  }

  return context;
}
