import { useSyncExternalStore } from "react";

/** How high a lane's canvas is; a line of background below it parts it from the next. lanes.css has the same numbers. */
const WIDE_PX = 26;
const NARROW_PX = 35;

const narrow = matchMedia("(max-width: 640px)");
const listeners = new Set<() => void>();
/** How much larger lanes are on a screen that is looked at from afar. */
let zoom = 1;

/** Makes lanes larger, or as large as they were. */
export function zoomLanes(next: number): void {
  zoom = next;
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void) {
  narrow.addEventListener("change", listener);
  listeners.add(listener);
  return () => {
    narrow.removeEventListener("change", listener);
    listeners.delete(listener);
  };
}

/** The height of a lane's canvas in CSS pixels: higher where thumbs point at it. */
export function useLanePx(): number {
  return useSyncExternalStore(subscribe, () => (narrow.matches ? NARROW_PX : Math.round(WIDE_PX * zoom)));
}
