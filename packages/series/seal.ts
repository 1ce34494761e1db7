import type { Clock, Undo } from "./clock.ts";
import { floorToStep } from "./steps.ts";

/**
 * Says when a step is over. A step seals when the clock has passed its end by `graceMs`, each exactly once, in
 * order; after a pause (sleep, a stopped process) the missed steps seal one after another, at most `maxCatchUp` of
 * them, and what is older is skipped. A clock set back seals nothing twice.
 */
export function createSealingClock(options: {
  clock: Clock;
  stepMs: number;
  graceMs: number;
  maxCatchUp?: number;
}) {
  const { clock, stepMs, graceMs, maxCatchUp = 720 } = options;
  const listeners = new Set<(sealedMs: number) => void>();
  let sealedMs = floorToStep(clock.now() - graceMs, stepMs);
  let cancel: Undo = () => {};
  let running = false;

  function tick(): void {
    const due = floorToStep(clock.now() - graceMs, stepMs);
    if (due - sealedMs > maxCatchUp * stepMs) sealedMs = due - maxCatchUp * stepMs;
    try {
      while (running && sealedMs < due) {
        sealedMs += stepMs;
        for (const listener of [...listeners]) listener(sealedMs);
      }
    } finally {
      // Also when a listener threw: time goes on.
      if (running) schedule();
    }
  }

  function schedule(): void {
    cancel();
    // At most one step, so that a clock set far back does not silence the wall until it catches up.
    const waitMs = Math.min(stepMs, Math.max(1, sealedMs + stepMs + graceMs - clock.now()));
    cancel = clock.after(waitMs, tick);
  }

  return {
    /** Begins to seal; the returned function ends it. */
    start(): Undo {
      running = true;
      schedule();
      return () => {
        running = false;
        cancel();
      };
    },
    /** Calls `listener` with the end of each step that seals. */
    onSeal(listener: (sealedMs: number) => void): Undo {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** The end of the last sealed step. */
    sealedMs: () => sealedMs,
    stepMs,
  };
}

/** Says when a step is over. */
export type SealingClock = ReturnType<typeof createSealingClock>;
