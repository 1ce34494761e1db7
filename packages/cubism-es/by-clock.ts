import type { Clock, Undo } from "@mission-control/series";
import type { Page } from "./frames.ts";

/** What of a context its clock moves. */
interface Moved {
  readonly step: number;
  readonly size: number;
  readonly liveStep: number;
  readonly paused: boolean;
  advance(ms: number): void;
  configure(change: { endMs: number }): void;
  on(event: "configure", fn: () => void): Undo;
}

/**
 * Moves a context by the clock alone, on whatever step it has at the time. After a sleep, or shown again after it was
 * hidden, it moves once, over all that passed. A clock that was set back moves nothing back, until it is off by more
 * than the window: then what is shown has not happened, and the window goes to where the clock is.
 */
export function moveByClock(options: {
  clock: Clock;
  serverDelay: number;
  clientDelay?: number | undefined;
  page: Page | undefined;
  context: Moved;
  /** Tells that data up to `endMs` can be asked for. */
  prepare(endMs: number): void;
}): Undo {
  const { clock, serverDelay, clientDelay = 0, page, context, prepare } = options;
  let cancel: Undo = () => {};
  let running = true;

  const dueStep = (delay: number) => Math.floor((clock.now() - delay) / context.step);

  function move(): void {
    const { step } = context;
    const ready = dueStep(serverDelay);
    const due = dueStep(serverDelay + clientDelay);
    if (!context.paused && due < context.liveStep - Math.max(1, context.size)) {
      context.configure({ endMs: due * step });
      return;
    }
    prepare(ready * step);
    context.advance(due * step);
  }

  function waitMs(): number {
    const now = clock.now();
    const nextOf = (delay: number) => (dueStep(delay) + 1) * context.step + delay - now;
    // At most one step, so that a clock set far back does not silence the lanes until it catches up.
    return Math.min(
      context.step,
      Math.max(1, Math.min(nextOf(serverDelay), nextOf(serverDelay + clientDelay))),
    );
  }

  function tick(): void {
    cancel();
    if (!running || page?.hidden === true) return;
    try {
      move();
    } finally {
      // Also when a listener threw: time goes on.
      cancel();
      if (running) cancel = clock.after(waitMs(), tick);
    }
  }

  page?.addEventListener("visibilitychange", tick);
  let stepMs = context.step;
  const unlaid = context.on("configure", () => {
    if (context.step === stepMs) return;
    stepMs = context.step;
    cancel();
    if (running && page?.hidden !== true) cancel = clock.after(waitMs(), tick);
  });
  tick();
  return () => {
    running = false;
    cancel();
    unlaid();
    page?.removeEventListener("visibilitychange", tick);
  };
}
