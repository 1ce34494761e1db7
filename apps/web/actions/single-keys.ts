import { useSyncExternalStore } from "react";

const KEY = "mission-control.single-keys";
const listeners = new Set<() => void>();

/** Whether single keys (space, `/`, `[`, `?`) do something; those who dictate switch them off. */
export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

function set(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "off");
  } catch {
    return;
  }
  for (const listener of [...listeners]) listener();
}

/** The switch. */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, singleKeysOn);
  return [on, set];
}
