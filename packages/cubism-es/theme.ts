import type { Undo } from "@mission-control/series";

/**
 * Tells whether the reader wants a dark page, at once and whenever that changes; lanes take the ramp of it by
 * `configure`. Where there is no screen, it is a dark one.
 */
export function watchColourScheme(listener: (dark: boolean) => void): Undo {
  if (typeof globalThis.matchMedia !== "function") {
    listener(true);
    return () => {};
  }
  const query = globalThis.matchMedia("(prefers-color-scheme: dark)");
  const tell = () => listener(query.matches);
  query.addEventListener("change", tell);
  tell();
  return () => query.removeEventListener("change", tell);
}
