import type { Context } from "./context.ts";
import { createMember, type Metric, type MetricOptions } from "./metric.ts";
import { createWaiting } from "./waiting.ts";

/** So many steps pass until each metric has taken in what waits for it; less than may wait. */
const ROUND = 24;

/** Metrics whose values come together. */
export interface Metrics {
  readonly all: readonly Metric[];
  /**
   * Takes one live value of each, as `Metric.set` does, for the step that holds `timeMs`: `values[i]` is that of `all[i]`.
   * @throws RangeError where there are more or fewer values than metrics.
   */
  set(timeMs: number, values: ArrayLike<number>): void;
}

/**
 * Metrics of a stream that brings a value of each at every step, in the same order. Each is one as `createMetric` makes
 * them and can be told anything by itself; what comes for all of them waits in one place for those that nobody listens to, of which a few take it in at
 * each step.
 */
export function createMetrics(
  context: Context,
  names: readonly string[],
  options: Omit<MetricOptions, "name"> = {},
): Metrics {
  const waiting = createWaiting(names.length);
  const members = names.map((name, i) => createMember(context, { ...options, name }, waiting, i));
  const all = members.map(({ metric }) => metric);
  /** How the context was laid when each was told by itself. */
  let laid = -1;
  let next = 0;

  return {
    all,
    set(timeMs, values) {
      if (values.length !== all.length) {
        throw new RangeError(`there are ${all.length} metrics, and ${values.length} values`);
      }
      if (!Number.isFinite(timeMs) || all.length === 0) return;
      const { layout } = context;
      if (context.paused || layout !== laid) {
        for (let i = 0; i < all.length; i++) all[i]!.set(timeMs, values[i]!);
        // Not before: a listener may have thrown, and laid the context anew.
        laid = layout;
        return;
      }
      const told: number[] = [];
      for (let i = 0; i < all.length; i++) if (waiting.heard[i]! > 0) told.push(i);
      for (const i of told) members[i]!.follow();
      waiting.add(timeMs, members[0]!.lastStep(), values);
      for (const i of told) members[i]!.skip();
      // All are fed before anyone hears of it, as who hears may do anything.
      for (const i of told) all[i]!.set(timeMs, values[i]!);
      for (let i = 0; i < all.length; i += ROUND) {
        members[next]!.follow();
        next = (next + 1) % all.length;
      }
    },
  };
}
