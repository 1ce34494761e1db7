import { Refusal } from "@mission-control/contracts";
import { PromqlError, type RangeResult } from "@mission-control/promql";
import type { Clock } from "@mission-control/series";
import { Piscina } from "piscina";
import { buffersOf, type Done, resultOf, type Task } from "./task.ts";

/** One query at a time, so that a core is left for what is live; so many may wait for it. */
const THREADS = 1;
const MAX_WAITING = 512;
/** A thread that has nothing to do for so long is let go, ms. */
const IDLE_MS = 30_000;
/** How much longer than its own deadline a query gets before its thread is ended, ms. */
const MERCY_MS = 1_000;

/**
 * Evaluates queries on another thread. One that is cancelled, or does not keep its deadline, is ended with its thread, so that
 * no expression can hold the others up for long.
 */
export function createApart({ file, clock }: { file: string; clock: Clock }) {
  const pool = new Piscina({
    filename: file,
    minThreads: 0,
    maxThreads: THREADS,
    maxQueue: MAX_WAITING,
    idleTimeout: IDLE_MS,
  });

  return {
    /**
     * @throws PromqlError as an evaluation here would, `canceled` where `signal` aborts, `timeout`, `too_costly` where the
     * thread runs out of memory; Refusal `overloaded` where too many wait.
     */
    async range(task: Task, signal?: AbortSignal): Promise<RangeResult> {
      const late = new AbortController();
      const forget = clock.after(task.deadlineMs + MERCY_MS, () => late.abort());
      try {
        const either = AbortSignal.any([late.signal, ...(signal === undefined ? [] : [signal])]);
        const transferList = buffersOf(task.answers);
        return resultOf((await pool.run(task, { signal: either, transferList })) as Done);
      } catch (error) {
        throw faultOf(error, signal, late.signal);
      } finally {
        forget();
      }
    },
    /** How many run and wait. */
    waiting: () => pool.queueSize,
    close: () => pool.destroy(),
  };
}

/** Evaluates queries on another thread. */
export type Apart = ReturnType<typeof createApart>;

function faultOf(error: unknown, signal: AbortSignal | undefined, late: AbortSignal): unknown {
  if (error instanceof PromqlError) return error;
  if (signal?.aborted === true)
    return new PromqlError("canceled", "query was canceled in expression evaluation");
  if (late.aborted) return new PromqlError("timeout", "query timed out in expression evaluation");
  const { code, message } = error as { code?: string; message?: string };
  if (code === "ERR_WORKER_OUT_OF_MEMORY" || /allocation failed/i.test(message ?? ""))
    return new PromqlError("too_costly", "query ran out of memory", undefined, error);
  if (/queue/i.test(message ?? ""))
    return new Refusal("overloaded", "too many long queries wait; ask again", { cause: error });
  return error;
}
