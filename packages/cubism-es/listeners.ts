import type { Undo } from "@mission-control/series";

/** Who wants to know: `add` returns the undoing, and a listener added or removed while others are told is safe. */
export function createListeners<Args extends unknown[] = []>() {
  const listeners = new Set<(...args: Args) => void>();
  return {
    add(listener: (...args: Args) => void): Undo {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(...args: Args): void {
      if (listeners.size > 0) for (const listener of listeners) listener(...args);
    },
  };
}
