import type { Clock } from "@mission-control/series";

const TICK_MS = 250;

/** One view's turn among several: told once it is over. While it is held no time passes. */
export function createRotation(options: {
  clock: Clock;
  /** Undefined where there is only one. */
  everyMs: number | undefined;
  onTurn: () => void;
  /** Hears how much of it is over, 0 to 1. */
  onProgress: (part: number) => void;
}) {
  const { clock, everyMs, onTurn, onProgress } = options;
  let goneMs = 0;
  let lastMs = clock.monotonicMs();
  let held = false;
  const stop =
    everyMs === undefined
      ? () => {}
      : clock.every(Math.min(TICK_MS, everyMs), () => {
          const nowMs = clock.monotonicMs();
          if (!held) goneMs += nowMs - lastMs;
          lastMs = nowMs;
          if (goneMs < everyMs) return onProgress(goneMs / everyMs);
          goneMs = 0;
          onTurn();
        });
  return {
    hold(): void {
      held = true;
    },
    goOn(): void {
      held = false;
      lastMs = clock.monotonicMs();
    },
    /** Another view was chosen: its turn begins. */
    begin(): void {
      goneMs = 0;
      lastMs = clock.monotonicMs();
    },
    stop,
  };
}
