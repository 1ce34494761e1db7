import type { Undo } from "@mission-control/series";
import { type Context, createMetric, type Metric } from "cubism-es";
import type { Signal } from "./signals.ts";

/** A metric that is filled with a signal's values. */
export interface Fed {
  readonly metric: Metric;
  /** Makes the values that the window shows and the metric does not have yet; or all of them. */
  fill(anew?: boolean): void;
}

/**
 * Metrics of made-up signals on a context, filled as its window moves: a step that passed costs each metric in sight one
 * value, another range or step all of them. Metrics out of sight wait until they are seen.
 */
export function createFeed(context: Context) {
  const inSight = new Set<Fed>();

  /** `keepMs` before the window is filled, too; `grainMs` is the signal's own step where that is finer. */
  function feed(signal: Signal, options: { keepMs?: number; grainMs?: number } = {}): Fed {
    const metric = createMetric(context, options);
    let [grid, first, last] = [0, 0, -1];
    let paused = false;

    function load(from: number, to: number): void {
      if (to < from) return;
      metric.load(
        from * grid,
        Float64Array.from({ length: to - from + 1 }, (_, i) => signal((from + i) * grid)),
      );
    }

    return {
      metric,
      fill(anew = false) {
        const before = { grid, first, last, paused };
        grid = metric.gridMs;
        first = Math.floor((context.startMs - (options.keepMs ?? 0)) / grid) + 1;
        last = Math.floor(context.endMs / grid);
        paused = context.paused;
        const meets = first <= before.last && last >= before.first;
        // What was made while the past was looked at, a metric keeps no longer than that.
        const isNew = anew || grid !== before.grid || !meets || (before.paused && !paused);
        if (isNew) return load(first, last);
        load(first, before.first - 1);
        load(before.last + 1, last);
      },
    };
  }

  return {
    context,
    feed,
    /** From now on it is filled, until that is undone. */
    watch(fed: Fed): Undo {
      inSight.add(fed);
      // What is looked at in the past moves away from what is not filled, and is forgotten.
      fed.fill(context.paused);
      return () => void inSight.delete(fed);
    },
    /** Begins to fill. */
    start: (): Undo =>
      context.on("beforechange", () => {
        for (const fed of inSight) fed.fill();
      }),
  };
}
