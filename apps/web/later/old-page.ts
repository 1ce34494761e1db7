import { useSyncExternalStore } from "react";

let isOld = false;
const listeners = new Set<() => void>();

/** Code of this page is not served any more: only a reload brings what is missing. */
export function pageIsOld(): void {
  isOld = true;
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const useIsPageOld = (): boolean => useSyncExternalStore(subscribe, () => isOld);
