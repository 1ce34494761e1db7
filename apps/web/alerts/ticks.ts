import type { Clock, Undo } from "@mission-control/series";

/** How long ago something was is said anew so often. */
const TICK_MS = 10_000;

/** One timer for all that say how long ago something was; it runs only while something does. */
export interface Ticks {
  readonly subscribe: (listener: () => void) => Undo;
}

const ofClocks = new WeakMap<Clock, Ticks>();

/** The ticks of a clock, the same for each who asks. */
export function ticksOf(clock: Clock): Ticks {
  const known = ofClocks.get(clock);
  if (known !== undefined) return known;
  const made = createTicks(clock);
  ofClocks.set(clock, made);
  return made;
}

function createTicks(clock: Clock): Ticks {
  const listeners = new Set<() => void>();
  let stop: Undo = () => {};
  return {
    subscribe(listener) {
      if (listeners.size === 0)
        stop = clock.every(TICK_MS, () => {
          for (const each of listeners) each();
        });
      listeners.add(listener);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop();
      };
    },
  };
}
