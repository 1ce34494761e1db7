import { useSyncExternalStore } from "react";

const KEY = "mission-control.start";
const listeners = new Set<() => void>();

function isDismissed(): boolean {
  try {
    return localStorage.getItem(KEY) === "done";
  } catch {
    return false;
  }
}

/** Lets the wall be: whoever needs it again finds it in the palette and on the Sources page. */
export function dismissStart(): void {
  try {
    localStorage.setItem(KEY, "done");
  } catch {
    // A browser that keeps nothing offers it again.
  }
  for (const listener of [...listeners]) listener();
}

/** Whether the start was made, or is not wanted. */
export function useStartDismissed(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, isDismissed);
}
