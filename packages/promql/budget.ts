import type { Clock } from "@mission-control/series";
import { PromqlError } from "./errors.ts";

/** Bounds of one evaluation. `deadlineMs` is how many milliseconds it may take by `clock`; without a clock it may take any. */
export interface Limits {
  readonly maxSamples: number;
  readonly deadlineMs?: number;
  readonly clock?: Clock;
}

/** Counts what an evaluation reads and makes, and ends it where that is too much or takes too long. */
export function createBudget(limits: Limits | undefined, signal: AbortSignal | undefined) {
  const maxSamples = limits?.maxSamples ?? Number.POSITIVE_INFINITY;
  const clock = limits?.clock;
  const endMs =
    clock === undefined ? 0 : clock.monotonicMs() + (limits?.deadlineMs ?? Number.POSITIVE_INFINITY);
  let spent = 0;

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
  };
}

export type Budget = ReturnType<typeof createBudget>;
