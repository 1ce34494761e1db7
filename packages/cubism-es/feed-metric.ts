import type { Undo } from "@mission-control/series";
import type { Metric } from "./metric.ts";

/** As in Cubism: so many steps are asked for again, as values may come late. */
const OVERLAP_STEPS = 6;

/** A stretch of a metric's steps: those that end after `startMs`, up to and with `endMs`. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  /** Aborted once nobody waits for the answer. */
  readonly signal: AbortSignal;
}

/** Answers with the value of each step of a stretch, in order; NaN is a gap. */
export type RequestValues = (stretch: Stretch) => ArrayLike<number> | Promise<ArrayLike<number>>;

/**
 * Keeps a metric fed: the whole window first, then as each step is prepared what is new and the `overlap` steps before it
 * (6), whose late values go over what was there. One question at a time; what failed is asked for again with the next
 * step. Another step, or another window that is looked at, is asked for whole.
 */
export function feedMetric(
  metric: Metric,
  request: RequestValues,
  options: {
    readonly overlap?: number | undefined;
    readonly failed?: ((error: unknown) => void) | undefined;
  } = {},
): Undo {
  const { overlap = OVERLAP_STEPS, failed } = options;
  const { context } = metric;
  let fed: { gridMs: number; startMs: number; endMs: number } | undefined;
  let asking: AbortController | undefined;
  let askedGridMs = 0;
  let waiting: { startMs: number; endMs: number } | undefined;

  /** From where values are missing: in a window that only went on, what is new and the overlap. */
  function missingFrom(startMs: number): number {
    const goesOn = fed !== undefined && fed.gridMs === metric.gridMs && !context.paused;
    if (!goesOn || startMs < fed!.startMs || startMs > fed!.endMs) return startMs;
    return Math.max(startMs, fed!.endMs - overlap * metric.gridMs);
  }

  async function ask(startMs: number, endMs: number): Promise<void> {
    const gridMs = metric.gridMs;
    const lookedBack = context.paused;
    const end = Math.floor(endMs / gridMs) * gridMs;
    const from = Math.floor(missingFrom(startMs) / gridMs) * gridMs;
    if (!(from < end)) return;
    const mine = new AbortController();
    asking = mine;
    askedGridMs = gridMs;
    try {
      const values = await request({ startMs: from, endMs: end, stepMs: gridMs, signal: mine.signal });
      if (mine.signal.aborted || metric.gridMs !== gridMs) return;
      const count = Math.round((end - from) / gridMs);
      metric.replace(
        from + gridMs,
        values.length > count ? Array.prototype.slice.call(values, 0, count) : values,
      );
      if (!lookedBack) fed = { gridMs, startMs, endMs: end };
    } catch (error) {
      if (!mine.signal.aborted) failed?.(error);
    } finally {
      if (asking === mine) {
        asking = undefined;
        const next = waiting;
        waiting = undefined;
        if (next !== undefined) void ask(next.startMs, next.endMs);
      }
    }
  }

  /** Ends a question whose answer is of another window or grid than what is wanted now. */
  function giveUp(): void {
    asking?.abort();
    asking = undefined;
    waiting = undefined;
  }

  const unprepared = context.on("prepare", (startMs, endMs) => {
    if (context.paused || askedGridMs !== metric.gridMs) giveUp();
    if (asking === undefined) void ask(startMs, endMs);
    else waiting = { startMs, endMs };
  });
  void ask(context.startMs, context.endMs);
  return () => {
    unprepared();
    giveUp();
  };
}
