import { type Clock, createSealingClock, type Undo } from "@mission-control/series";

/**
 * The two beats of the process. `collect` runs at each step's end, with that end as the time of what it reads; `seal` runs
 * `graceMs` later, once `collect` of that step is over (or took longer than a step), one seal at a time; steps that end
 * while a seal runs longer than a step are sealed as one, by the newest.
 */
export function startRhythm(options: {
  clock: Clock;
  stepMs: number;
  graceMs: number;
  collect: (timeMs: number) => Promise<void>;
  seal: (sealedMs: number) => Promise<void>;
  onError: (error: unknown) => void;
}): { stop: Undo; idle: () => Promise<void> } {
  const { clock, stepMs, graceMs, collect, seal, onError } = options;
  // After a pause (sleep, a stopped process) the past cannot be read any more, only the present.
  const ends = createSealingClock({ clock, stepMs, graceMs: 0, maxCatchUp: 1 });
  const seals = createSealingClock({ clock, stepMs, graceMs });
  let collecting: Promise<void> = Promise.resolve();
  let sealing: Promise<void> | undefined;
  let waitingMs: number | undefined;

  ends.onSeal((timeMs) => {
    collecting = collecting.then(() => collect(timeMs)).catch(onError);
  });
  seals.onSeal((sealedMs) => {
    // Where sealing falls behind, the newest step replaces the one that waits: the lag stays bounded.
    waitingMs = sealedMs;
    sealing ??= sealWaiting();
  });

  async function sealWaiting(): Promise<void> {
    while (waitingMs !== undefined) {
      const sealedMs = waitingMs;
      waitingMs = undefined;
      await atMost(clock, stepMs, collecting);
      await seal(sealedMs).catch(onError);
    }
    sealing = undefined;
  }

  const stops = [ends.start(), seals.start()];
  return {
    stop: () => {
      for (const stop of stops) stop();
      waitingMs = undefined;
    },
    /** Resolves when what has begun is over. */
    idle: async () => {
      await collecting;
      await sealing;
    },
  };
}

function atMost(clock: Clock, ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    void work.finally(() => {
      cancel();
      resolve();
    });
  });
}
