import type { Context } from "./context.ts";
import { createListeners } from "./listeners.ts";
import { createReader, type Reader } from "./reader.ts";
import { createStepStore } from "./step-store.ts";

/** A window holds no more values than this, a megabyte of them; where its grains are more, they are joined. */
const MAX_GRAINS = 131_072;

/** So many numbers wait, three to a value, before a metric that nobody listens to takes them in. */
const MOST_WAITING = 96;

/** One series on the step grid of a context, or on a finer one of its own. */
export interface Metric extends Reader {
  /**
   * Takes history: `values[i]` is the step that holds `firstMs + i * gridMs`. It goes over what is there, but a gap in it
   * erases nothing.
   */
  load(firstMs: number, values: ArrayLike<number>): void;
  /** As `load`, but a gap in it is the truth, too, and erases what was there. */
  replace(firstMs: number, values: ArrayLike<number>): void;
  /**
   * Takes one live value, for the step that holds `timeMs`; the step that still runs may be set again and again, and a
   * late value goes over what was there. A time that is no number, is older than what is kept or lies more than a window
   * ahead is passed over.
   */
  set(timeMs: number, value: number): void;
  /** Takes samples in any order; of several in one step the last given counts, so that one given twice counts once. */
  take(timesMs: ArrayLike<number>, values: ArrayLike<number>): void;
  /** Forgets every value. */
  clear(): void;
}

/** What a metric may be made with. */
export interface MetricOptions {
  readonly name?: string | undefined;
  /** How far before the window it keeps values (for `shift`), in milliseconds; 0 where it is absent. */
  readonly keepMs?: number | undefined;
  /**
   * The length of its own steps in milliseconds, where samples come closer than columns lie: a column then shows the
   * least, the greatest and the mean of those that fell on it, and another step of the context empties nothing. Without
   * it a metric has one value to a column, and another step empties it. Where a window would hold more than 131,072
   * grains, its steps are so many times longer, and a change of that empties it, too.
   */
  readonly grainMs?: number | undefined;
}

/**
 * An empty metric. It keeps the widest window there was, `keepMs` before it and as much after it, so that values may
 * come before their step is shown. While paused it keeps what is live, what is shown, and a window on either side of it.
 */
export function createMetric(context: Context, options: MetricOptions = {}): Metric {
  const { keepMs = 0, name, grainMs } = options;
  if (grainMs !== undefined && !(grainMs > 0 && Number.isFinite(grainMs))) {
    throw new RangeError("grainMs must be a positive number of milliseconds");
  }
  const listeners = createListeners<[fromMs: number, toMs: number]>();
  /** How many listen. */
  let heard = 0;
  const live = createStepStore();
  const held = createStepStore();
  let gridMs = gridNow();
  let followed = -1;
  let laid = -1;
  /** How many steps are kept before the last one, and with it. */
  let kept = 0;
  /**
   * Times, values and the steps that were live then, in turn. Hundreds of lanes out of sight are fed at every step: each
   * is touched as little as can be.
   */
  const waiting: number[] = [];
  /** A window in steps of the grid, the widest one there was. */
  let reach = 0;
  let holding = false;

  const lastStep = (contextStep: number) =>
    gridMs === context.step ? contextStep : Math.floor((contextStep * context.step) / gridMs);

  const placeLive = (last = lastStep(context.liveStep)) => live.place(last - kept + 1, kept + reach);

  function hold(): void {
    const end = lastStep(context.endStep);
    if (!holding) held.forget();
    const first = end - 2 * reach - Math.ceil(keepMs / gridMs) + 1;
    held.place(first, end + reach - first + 1, live.get);
    holding = true;
  }

  function gridNow(): number {
    const { step, size } = context;
    if (grainMs === undefined) return step;
    const grains = step / grainMs;
    let joined = Math.max(1, Math.ceil((size * grains) / MAX_GRAINS));
    // Best a part of a column, so that none lies across two.
    while (joined > 1 && joined < grains && grains % joined !== 0) joined++;
    return grainMs * joined;
  }

  function takeWaiting(): void {
    for (let i = 0; i < waiting.length; i += 3) {
      // What was too old or too far ahead when it was set is so still.
      placeLive(waiting[i + 2]!);
      live.set(Math.ceil(waiting[i]! / gridMs), waiting[i + 1]!);
    }
    waiting.length = 0;
  }

  /** Follows the context when it is asked or told something, so that a metric nobody looks at costs nothing. */
  function follow(): void {
    if (context.version === followed) return;
    followed = context.version;
    takeWaiting();
    // A step further on the same grid, as most of the time.
    if (context.layout === laid && !holding && !context.paused) {
      placeLive();
      return;
    }
    laid = context.layout;
    const grid = gridNow();
    const isEmptied = grid !== gridMs;
    if (isEmptied) {
      gridMs = grid;
      reach = 0;
      holding = false;
      live.clear();
      held.clear();
    }
    const needed = Math.ceil((context.size * context.step) / gridMs);
    if (needed > reach) reach = needed;
    if (context.paused) hold();
    else holding = false;
    kept = reach + Math.ceil(keepMs / gridMs);
    placeLive();
    // A lane may have seen neither step but the one before, which is this one again.
    if (isEmptied) listeners.tell(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  function get(step: number): number {
    if (context.version !== followed) follow();
    if (!holding) return live.get(step);
    const value = held.get(step);
    return Number.isNaN(value) ? live.get(step) : value;
  }

  function put(step: number, value: number): boolean {
    const changedLive = live.set(step, value);
    return (holding && held.set(step, value)) || changedLive;
  }

  function lay(firstMs: number, values: ArrayLike<number>, gapsToo: boolean): void {
    if (!Number.isFinite(firstMs)) return;
    follow();
    const first = Math.ceil(firstMs / gridMs);
    const changedLive = live.lay(first, values, gapsToo);
    if ((holding && held.lay(first, values, gapsToo)) || changedLive) {
      listeners.tell(first * gridMs, (first + values.length - 1) * gridMs);
    }
  }

  const gridFollowed = () => {
    follow();
    return gridMs;
  };
  const reader = createReader({
    context,
    name,
    gridMs: gridFollowed,
    get,
    on(_event, listener) {
      const undo = listeners.add(listener);
      let listens = true;
      heard++;
      return () => {
        if (!listens) return;
        listens = false;
        heard--;
        undo();
      };
    },
  });

  return {
    ...reader,
    get gridMs() {
      return gridFollowed();
    },
    load: (firstMs: number, values: ArrayLike<number>) => lay(firstMs, values, false),
    replace: (firstMs: number, values: ArrayLike<number>) => lay(firstMs, values, true),
    set(timeMs: number, value: number) {
      if (!Number.isFinite(timeMs)) return;
      const isLive = context.layout === laid && !holding && !context.paused;
      if (isLive && heard === 0 && waiting.length < MOST_WAITING) {
        waiting.push(timeMs, value, lastStep(context.liveStep));
        followed = -1;
        return;
      }
      follow();
      const step = Math.ceil(timeMs / gridMs);
      if (put(step, value)) listeners.tell(step * gridMs, step * gridMs);
    },
    take(timesMs: ArrayLike<number>, values: ArrayLike<number>) {
      follow();
      let from = Number.POSITIVE_INFINITY;
      let to = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < timesMs.length && i < values.length; i++) {
        const step = Math.ceil(timesMs[i]! / gridMs);
        if (!Number.isFinite(step) || !put(step, values[i]!)) continue;
        if (step < from) from = step;
        if (step > to) to = step;
      }
      if (from <= to) listeners.tell(from * gridMs, to * gridMs);
    },
    clear() {
      waiting.length = 0;
      live.clear();
      held.clear();
      listeners.tell(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    },
  };
}
