import { Refusal } from "@mission-control/contracts";
import { PromqlError } from "@mission-control/promql";
import type { Clock } from "@mission-control/series";

/** So many may wait. */
const MOST_WAITING = 512;

/**
 * A line of jobs of which one runs at a time, in the order they came. Who waits too long is told so, and who leaves is
 * forgotten: neither has begun.
 */
export function createLine({ clock, what }: { clock: Clock; what: string }) {
  const waiting = new Set<() => void>();
  let busy = false;

  function next(): void {
    const [first] = waiting;
    busy = first !== undefined;
    first?.();
  }

  /** Resolves when it is one's turn. */
  async function turn(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) throw canceled();
    if (!busy) {
      busy = true;
      return;
    }
    if (waiting.size >= MOST_WAITING) throw new Refusal("overloaded", `too many ${what} wait; ask again`);
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        waiting.delete(enter);
        forget();
        signal?.removeEventListener("abort", left);
      };
      const enter = () => {
        leave();
        resolve();
      };
      const left = () => {
        leave();
        reject(canceled());
      };
      const forget = clock.after(waitMs, () => {
        leave();
        const waited = `waited ${Math.max(1, Math.round(waitMs / 1_000))} s for its turn`;
        reject(
          new Refusal("overloaded", `the query ${waited} behind other ${what} and did not begin; ask again`),
        );
      });
      signal?.addEventListener("abort", left, { once: true });
      waiting.add(enter);
    });
  }

  return {
    /**
     * Runs a job when it is its turn, after `waitMs` at most.
     * @throws Refusal `overloaded` where it is not its turn in time, PromqlError `canceled` where `signal` aborts before it is,
     * and what the job throws.
     */
    async run<T>(
      { waitMs, signal }: { waitMs: number; signal?: AbortSignal | undefined },
      job: () => Promise<T>,
    ): Promise<T> {
      await turn(waitMs, signal);
      try {
        return await job();
      } finally {
        next();
      }
    },
    /** How many wait. */
    waiting: () => waiting.size,
  };
}

const canceled = () => new PromqlError("canceled", "query was canceled in expression evaluation");
