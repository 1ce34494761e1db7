import type { Clock, Undo } from "@mission-control/series";

/** How often a thread is looked at, and for how long it may be silent, ms. */
const LOOK_MS = 200;
const SILENT_MS = 1_000;

/** What a thread tells while it runs a task: which one, and a count that goes on for as long as its engine asks for the time. */
export interface Heartbeat {
  readonly shared: Int32Array;
}

const TASK = 0;
const BEATS = 1;

export const createHeartbeat = (): Heartbeat => ({ shared: new Int32Array(new SharedArrayBuffer(8)) });

/** The side of the thread. */
export function beatingClock({ shared }: Heartbeat, clock: Clock): Clock {
  return {
    ...clock,
    monotonicMs() {
      Atomics.add(shared, BEATS, 1);
      return clock.monotonicMs();
    },
  };
}

/** Says which task runs now; 0 where none does. */
export const nowRuns = ({ shared }: Heartbeat, task: number): void => void Atomics.store(shared, TASK, task);

/** Calls `onSilent` once a task that runs has not been heard of for a second: it hangs in the engine's own code. */
export function watchTask(options: {
  heartbeat: Heartbeat;
  task: number;
  clock: Clock;
  onSilent: () => void;
}): Undo {
  const { clock, task } = options;
  const { shared } = options.heartbeat;
  let [heard, heardMs] = [-1, clock.monotonicMs()];
  return clock.every(LOOK_MS, () => {
    const beats = Atomics.load(shared, BEATS);
    const isSilent = Atomics.load(shared, TASK) === task && beats === heard;
    if (isSilent && clock.monotonicMs() - heardMs > SILENT_MS) options.onSilent();
    if (!isSilent) [heard, heardMs] = [beats, clock.monotonicMs()];
  });
}
