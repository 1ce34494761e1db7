import type { Clock, Undo } from "@mission-control/series";

/**
 * Runs something `restMs` after it was told to, once for all that is told meanwhile; never beside itself, and once more where it
 * was told while it ran, so that what it brings is never older than what was told.
 */
export function createGather(options: { clock: Clock; restMs: number; run: () => Promise<unknown> }) {
  const { clock, restMs, run } = options;
  let isDue = false;
  let isBusy = false;
  let isOver = false;
  let forget: Undo = () => {};

  function wait(): void {
    forget = clock.after(restMs, () => {
      isDue = false;
      isBusy = true;
      void run().finally(() => {
        isBusy = false;
        if (isDue && !isOver) wait();
      });
    });
  }

  return {
    tell(): void {
      if (isDue || isOver) return;
      isDue = true;
      if (!isBusy) wait();
    },
    end(): void {
      isOver = true;
      forget();
    },
  };
}
