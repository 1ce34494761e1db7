import type { Clock } from "@mission-control/series";
import { PromqlError } from "./errors.ts";

/**
 * Bounds of one evaluation. `deadlineMs` is how many milliseconds it may take by `clock`; without a clock it may take any.
 * `maxBytes` is for the samples that are read, `maxWork` for what is done with them, as `costOf` counts it.
 */
export interface Limits {
  readonly maxSamples: number;
  readonly maxBytes?: number;
  readonly maxWork?: number;
  readonly deadlineMs?: number;
  readonly clock?: Clock;
}

/** A fraction of a millisecond: the time is looked at so often. */
const WORK_PER_CHECK = 100_000;

/** Counts what an evaluation reads and makes, and ends it where that is too much or takes too long. */
export function createBudget(limits: Limits | undefined, signal: AbortSignal | undefined) {
  const maxSamples = limits?.maxSamples ?? Number.POSITIVE_INFINITY;
  const clock = limits?.clock;
  const endMs =
    clock === undefined ? 0 : clock.monotonicMs() + (limits?.deadlineMs ?? Number.POSITIVE_INFINITY);
  const maxBytes = limits?.maxBytes ?? Number.POSITIVE_INFINITY;
  const maxWork = limits?.maxWork ?? Number.POSITIVE_INFINITY;
  let spent = 0;
  let held = 0;
  let worked = 0;
  let nextCheck = WORK_PER_CHECK;

  /** Throws `timeout` or `canceled` where the evaluation is to end. */
  function check(): void {
    if (signal?.aborted) throw new PromqlError("canceled", "query was canceled in expression evaluation");
    if (clock !== undefined && clock.monotonicMs() > endMs) {
      throw new PromqlError("timeout", "query timed out in expression evaluation");
    }
  }

  return {
    check,
    /** Counts `samples` more and throws `too_costly` where that passes the limit. */
    spend(samples: number): void {
      spent += samples;
      if (spent > maxSamples) {
        const words = "query processing would load too many samples into memory in query execution";
        throw new PromqlError("too_costly", words);
      }
      check();
    },
    /** Counts bytes that are held until the evaluation ends, and throws `too_costly` where that passes the limit. */
    hold(bytes: number): void {
      held += bytes;
      if (held <= maxBytes) return;
      const words = `query would hold more than ${Math.floor(maxBytes / 2 ** 20)} MiB of samples in memory`;
      throw new PromqlError("too_costly", words);
    },
    /** Counts work that is done, or about to be, and looks at the time now and then: see `Evaluation.work`. */
    work(values: number): void {
      worked += values;
      if (worked > maxWork) throw new PromqlError("too_costly", "query takes too much work");
      if (worked < nextCheck) return;
      nextCheck = worked + WORK_PER_CHECK;
      check();
    },
    worked: (): number => worked,
  };
}

export type Budget = ReturnType<typeof createBudget>;
