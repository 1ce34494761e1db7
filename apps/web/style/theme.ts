import { useSyncExternalStore } from "react";

/** What people choose; "system" follows the device. */
export type ThemeChoice = "system" | "light" | "dark";
export type Theme = "light" | "dark";

const KEY = "mission-control.theme";
const listeners = new Set<() => void>();
let light: MediaQueryList | undefined;
let choice: ThemeChoice = "system";

/** Puts the theme on the page before anything is drawn, and follows the device from then on. */
export function startTheme(): void {
  light = matchMedia("(prefers-color-scheme: light)");
  light.addEventListener("change", apply);
  choice = read();
  apply();
}

function read(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}

function theme(): Theme {
  if (choice !== "system") return choice;
  return light?.matches === true ? "light" : "dark";
}

function apply(): void {
  document.documentElement.dataset.theme = theme();
  for (const listener of [...listeners]) listener();
}

function choose(next: ThemeChoice): void {
  choice = next;
  try {
    if (next === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  apply();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The theme that is on. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, theme);
}

/** What was chosen, and how to choose. */
export function useThemeChoice(): [ThemeChoice, (next: ThemeChoice) => void] {
  return [useSyncExternalStore(subscribe, () => choice), choose];
}
