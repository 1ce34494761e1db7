import { PromqlError } from "@mission-control/promql";
import type { Clock } from "@mission-control/series";
import { Piscina } from "piscina";
import { createLine } from "./line.ts";
import { buffersOf, type Done, type ResultOf, resultOf, type Task } from "./task.ts";

/**
 * What is expected to take more work than some half a second is long. Long queries have one thread and short ones another, so
 * that none that is short waits behind one that is long.
 */
const LONG_WORK = 250_000_000;
/** How long a query waits for its thread, ms. */
const WAIT_MS = 15_000;
/** A thread that has nothing to do for so long is let go, ms. */
const IDLE_MS = 30_000;
/** How much longer than its own deadline a query gets before its thread is ended, ms. */
const MERCY_MS = 1_000;

/** How a task is asked: who may stop it, the work it is expected to be, and how long it may wait before it begins. */
interface AskedApart {
  readonly signal?: AbortSignal | undefined;
  readonly cost: number;
  readonly waitMs?: number | undefined;
}

/**
 * Evaluates queries on other threads. One that is cancelled, or does not keep its deadline, is ended with its thread, so that
 * no expression can hold the others up for long. Its deadline begins with the work: waiting has a time of its own.
 */
export function createApart({ file, clock }: { file: string; clock: Clock }) {
  const threadFor = (what: string) => ({
    line: createLine({ clock, what }),
    pool: new Piscina({ filename: file, minThreads: 0, maxThreads: 1, idleTimeout: IDLE_MS }),
  });
  const [short, long] = [threadFor("queries"), threadFor("long queries")];

  async function work<Of extends Task>(
    pool: Piscina,
    task: Of,
    signal: AbortSignal | undefined,
  ): Promise<ResultOf<Of>> {
    const late = new AbortController();
    const forget = clock.after(task.deadlineMs + MERCY_MS, () => late.abort());
    try {
      const either = AbortSignal.any([late.signal, ...(signal === undefined ? [] : [signal])]);
      const transferList = buffersOf(task.answers);
      const done = (await pool.run(task, { signal: either, transferList })) as Done;
      // A worker gives what its task asks for: see `evaluateTask`.
      return resultOf(done) as ResultOf<Of>;
    } catch (error) {
      throw faultOf(error, signal, late.signal);
    } finally {
      forget();
    }
  }

  return {
    /**
     * @throws PromqlError as an evaluation here would, `canceled` where `signal` aborts, `timeout`, `too_costly` where the
     * thread runs out of memory; Refusal `overloaded` where it could not begin in time.
     */
    run<Of extends Task>(task: Of, { signal, cost, waitMs = WAIT_MS }: AskedApart): Promise<ResultOf<Of>> {
      const { line, pool } = cost > LONG_WORK ? long : short;
      return line.run({ waitMs, signal }, () => work(pool, task, signal));
    },
    /** How many wait. */
    waiting: () => short.line.waiting() + long.line.waiting(),
    close: async (): Promise<void> => {
      await Promise.all([short.pool.destroy(), long.pool.destroy()]);
    },
  };
}

/** Evaluates queries on other threads. */
export type Apart = ReturnType<typeof createApart>;

function faultOf(error: unknown, signal: AbortSignal | undefined, late: AbortSignal): unknown {
  if (error instanceof PromqlError) return error;
  if (signal?.aborted === true)
    return new PromqlError("canceled", "query was canceled in expression evaluation");
  if (late.aborted) return new PromqlError("timeout", "query timed out in expression evaluation");
  const { code, message } = error as { code?: string; message?: string };
  if (code === "ERR_WORKER_OUT_OF_MEMORY" || /allocation failed/i.test(message ?? ""))
    return new PromqlError("too_costly", "query ran out of memory", undefined, error);
  return error;
}
