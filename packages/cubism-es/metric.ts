import type { Columns } from "./columns.ts";
import type { Context } from "./context.ts";
import { createListeners } from "./listeners.ts";
import { createReader, type Reader } from "./reader.ts";
import { createStepStore } from "./step-store.ts";

/** A window holds no more values than this, a megabyte of them; where its grains are more, they are joined. */
const MAX_GRAINS = 131_072;

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
 * @throws RangeError where `grainMs` is no positive number.
 */
export const createMetric = (context: Context, options: MetricOptions = {}): Metric =>
  createMember(context, options).metric;

/** So many numbers of single values wait, three to each, before a metric that nobody listens to takes them in. */
const MOST_LATER = 96;

/** What waits for a metric with others until it is asked; see `createWaiting`. */
export interface Waiting {
  /** How many listen to each metric. */
  readonly heard: number[];
  /** How many rows there were so far. */
  added: number;
  /** Gives one metric's part of the rows from `taken` on; `lastStep` is the one that was live then. */
  give(taken: number, place: number, take: (timeMs: number, value: number, lastStep: number) => void): void;
}

/** A metric that may be one of several whose values wait together; `place` is its own among them. */
export function createMember(
  context: Context,
  options: MetricOptions,
  waiting: Waiting = { heard: [0], added: 0, give() {} },
  place = 0,
) {
  const { keepMs = 0, name, grainMs } = options;
  if (grainMs !== undefined && !(grainMs > 0 && Number.isFinite(grainMs))) {
    throw new RangeError("grainMs must be a positive number of milliseconds");
  }
  const listeners = createListeners<[fromMs: number, toMs: number]>();
  const live = createStepStore();
  let held = createStepStore();
  let gridMs = gridNow();
  let followed = -1;
  let laid = -1;
  /** How many steps are kept before the last one, and with it. */
  let kept = 0;
  // Three things wait until somebody asks, each with the step that was live when it came: first came history, then single
  // values, then what came together with that of others. Metrics of lanes out of sight are touched as little as can be.
  let past: { firstMs: number; values: Float64Array; gapsToo: boolean; lastStep: number } | undefined;
  /** Times, values and live steps in turn. */
  const later: number[] = [];
  /** How many of the rows it took. */
  let taken = waiting.added;
  /** A window in steps of the grid, the widest one there was. */
  let reach = 0;
  let holding = false;

  const lastStep = (contextStep: number) =>
    gridMs === context.step ? contextStep : Math.floor((contextStep * context.step) / gridMs);

  const placeLive = (last = lastStep(context.liveStep)) => live.place(last - kept + 1, kept + reach);

  function hold(): void {
    const end = lastStep(context.endStep);
    if (!holding) held = createStepStore();
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

  /** Whether what comes may wait: nobody listens, and what is looked at is live, on the grid it was. */
  function mayWait(): boolean {
    if (waiting.heard[place]! > 0 || context.paused) return false;
    if (laid < 0) layAnew(gridNow());
    return context.layout === laid && taken === waiting.added;
  }

  /** What was too old or too far ahead when it came is so still. */
  function takeWaiting(): void {
    if (past !== undefined) {
      const { firstMs, values, gapsToo, lastStep } = past;
      past = undefined;
      placeLive(lastStep);
      live.lay(Math.ceil(firstMs / gridMs), values, gapsToo);
    }
    for (let i = 0; i < later.length; i += 3) takeOne(later[i]!, later[i + 1]!, later[i + 2]!);
    later.length = 0;
    waiting.give(taken, place, takeOne);
    taken = waiting.added;
  }

  function takeOne(timeMs: number, value: number, lastStep: number): void {
    placeLive(lastStep);
    live.set(Math.ceil(timeMs / gridMs), value);
  }

  function layAnew(grid: number): void {
    laid = context.layout;
    gridMs = grid;
    reach = Math.max(reach, Math.ceil((context.size * context.step) / gridMs));
    kept = reach + Math.ceil(keepMs / gridMs);
  }

  const isBehind = () => context.version !== followed || taken !== waiting.added;

  /** Follows the context when it is asked or told something, so that a metric nobody looks at costs nothing. */
  function follow(): void {
    if (!isBehind()) return;
    followed = context.version;
    takeWaiting();
    // A step further on the same grid, as most of the time.
    if (context.layout === laid && !context.paused) {
      placeLive();
      return;
    }
    const grid = gridNow();
    const isEmptied = grid !== gridMs;
    if (isEmptied) {
      reach = 0;
      live.clear();
      held.clear();
    }
    layAnew(grid);
    if (isEmptied || !context.paused) holding = false;
    if (context.paused) hold();
    placeLive();
    // A lane may have seen neither step but the one before, which is this one again.
    if (isEmptied) listeners.tell(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  function get(step: number): number {
    if (isBehind()) follow();
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
    if (mayWait() && past === undefined && later.length === 0 && values.length <= kept + reach) {
      // Copied: its array may be filled with the next metric's.
      past = { firstMs, values: new Float64Array(values), gapsToo, lastStep: lastStep(context.liveStep) };
      followed = -1;
      return;
    }
    follow();
    const first = Math.ceil(firstMs / gridMs);
    const changedLive = live.lay(first, values, gapsToo);
    if ((holding && held.lay(first, values, gapsToo)) || changedLive) {
      listeners.tell(first * gridMs, (first + values.length - 1) * gridMs);
    }
  }

  const reader = createReader({
    context,
    name,
    gridMs() {
      follow();
      return gridMs;
    },
    get,
    on(_event, listener) {
      const undo = listeners.add(listener);
      let listens = true;
      waiting.heard[place]!++;
      return () => {
        if (!listens) return;
        listens = false;
        waiting.heard[place]!--;
        undo();
      };
    },
  });

  const { read } = reader;
  const metric: Metric = Object.assign(reader, {
    read(from: number, to: number, into: Columns) {
      follow();
      if (holding || gridMs !== context.step) return read(from, to, into);
      // At once, as a lane that comes into sight reads all.
      const { mean, min, max } = into;
      live.read(context.endStep - context.size + 1, from, to, mean);
      if (min === mean) return;
      min.set(mean.subarray(from, to), from);
      max.set(mean.subarray(from, to), from);
    },
    load: (firstMs: number, values: ArrayLike<number>) => lay(firstMs, values, false),
    replace: (firstMs: number, values: ArrayLike<number>) => lay(firstMs, values, true),
    set(timeMs: number, value: number) {
      if (!Number.isFinite(timeMs)) return;
      if (later.length < MOST_LATER && mayWait()) {
        later.push(timeMs, value, lastStep(context.liveStep));
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
      past = undefined;
      later.length = 0;
      taken = waiting.added;
      live.clear();
      held.clear();
      listeners.tell(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    },
  });

  return {
    metric,
    /** Takes what waits for it. */
    follow,
    /** It is told the last row by itself. */
    skip(): void {
      taken = waiting.added;
    },
    /** The last step that is live, on its grid. */
    lastStep: () => lastStep(context.liveStep),
  };
}
