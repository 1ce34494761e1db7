import type { Context } from "./context.ts";
import { createListeners } from "./listeners.ts";
import { createReader, type Reader } from "./reader.ts";
import { createStepStore } from "./step-store.ts";

/** One series on the step grid of a context. */
export interface Metric extends Reader {
  /**
   * Takes history: `values[i]` is the step that holds `firstMs + i * stepMs`. It goes over what is there, but a gap in it
   * erases nothing.
   */
  load(firstMs: number, values: ArrayLike<number>): void;
  /**
   * Takes one live value, for the step that holds `timeMs`; the step that still runs may be set again and again. A
   * time that is no number, is older than what is kept or lies more than a window ahead is passed over.
   */
  set(timeMs: number, value: number): void;
  /** Forgets every value. */
  clear(): void;
}

/**
 * An empty metric. It keeps the widest window there was on this step, `keepMs` before it (for `shift`) and as much after
 * it, so that values may come before their step is shown. While paused it keeps both what is shown and what is live.
 */
export function createMetric(context: Context, options: { keepMs?: number } = {}): Metric {
  const { keepMs = 0 } = options;
  const listeners = createListeners<[fromMs: number, toMs: number]>();
  const live = createStepStore();
  const held = createStepStore();
  let stepMs = context.step;
  let liveEnd = context.liveStep;
  let followed = -1;
  let firstStep = 0;
  let reach = 0;
  let holding = false;
  let heldEnd = 0;
  let heldReach = 0;

  function placeLive(end: number): void {
    const before = reach + Math.ceil(keepMs / stepMs);
    live.place(end - before + 1, before + reach);
    liveEnd = end;
  }

  function hold(): void {
    if (holding && heldEnd === context.endStep && heldReach === reach) return;
    const first = context.endStep - reach + 1;
    held.place(first, reach);
    if (!holding) held.clear();
    if (!holding && liveEnd < context.endStep) placeLive(context.endStep);
    for (let step = first; step <= context.endStep; step++) {
      const value = live.get(step);
      if (!Number.isNaN(value)) held.set(step, value);
    }
    holding = true;
    heldEnd = context.endStep;
    heldReach = reach;
  }

  /** Follows the context when it is asked or told something, so that a metric nobody looks at costs nothing. */
  function follow(): void {
    if (context.version === followed) return;
    followed = context.version;
    if (context.step !== stepMs) {
      stepMs = context.step;
      reach = 0;
      live.clear();
      held.clear();
    }
    if (context.size > reach) reach = context.size;
    if (context.paused) hold();
    else holding = false;
    placeLive(context.liveStep);
    firstStep = context.endStep - context.size + 1;
  }

  function put(step: number, value: number): boolean {
    const changedLive = live.set(step, value);
    return (holding && held.set(step, value)) || changedLive;
  }

  const reader = createReader(
    context,
    (column) => {
      follow();
      const step = firstStep + column;
      const value = holding ? held.get(step) : Number.NaN;
      return Number.isNaN(value) ? live.get(step) : value;
    },
    (_event, listener) => listeners.add(listener),
  );

  return {
    ...reader,
    load(firstMs, values) {
      if (!Number.isFinite(firstMs)) return;
      follow();
      const first = Math.ceil(firstMs / stepMs);
      let changed = false;
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!;
        if (!Number.isNaN(value) && put(first + i, value)) changed = true;
      }
      if (changed) listeners.tell(first * stepMs, (first + values.length - 1) * stepMs);
    },
    set(timeMs, value) {
      if (!Number.isFinite(timeMs)) return;
      follow();
      const step = Math.ceil(timeMs / stepMs);
      if (put(step, value)) listeners.tell(step * stepMs, step * stepMs);
    },
    clear() {
      live.clear();
      held.clear();
      listeners.tell(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    },
  };
}
