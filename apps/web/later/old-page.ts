import { useSyncExternalStore } from "react";

let isSaid = false;
const listeners = new Set<() => void>();

function say(next: boolean): void {
  isSaid = next;
  for (const listener of [...listeners]) listener();
}

/** Code of this page is not served any more: only a reload brings what is missing. */
export const pageIsOld = (): void => say(true);

/** Somebody has read it, and goes on. It is said again when something else is missing. */
export const putOldPageAway = (): void => say(false);

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Whether it is to be said that this page is old. */
export const useIsPageOld = (): boolean => useSyncExternalStore(subscribe, () => isSaid);
