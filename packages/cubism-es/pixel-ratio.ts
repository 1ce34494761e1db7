import type { Undo } from "@mission-control/series";

/** Device pixels to a CSS pixel; 1 where there is no screen. */
export function pixelRatio(): number {
  const ratio = globalThis.devicePixelRatio;
  return Number.isFinite(ratio) && ratio > 0 ? ratio : 1;
}

/** Calls `listener` when the window moves to another screen or is zoomed. */
export function watchPixelRatio(listener: () => void): Undo {
  if (typeof globalThis.matchMedia !== "function") return () => {};
  let query: MediaQueryList;
  const watch = () => {
    // A media query can only ask for one ratio, so each change needs the next query.
    query = globalThis.matchMedia(`(resolution: ${pixelRatio()}dppx)`);
    query.addEventListener("change", changed, { once: true });
  };
  const changed = () => {
    watch();
    listener();
  };
  watch();
  return () => query.removeEventListener("change", changed);
}
