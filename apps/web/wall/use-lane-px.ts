import { useSyncExternalStore } from "react";

/** How high a lane's canvas is; a line of background below it parts it from the next. lanes.css has the same numbers. */
const WIDE_PX = 26;
const NARROW_PX = 35;

const narrow = matchMedia("(max-width: 640px)");

function subscribe(listener: () => void) {
  narrow.addEventListener("change", listener);
  return () => narrow.removeEventListener("change", listener);
}

/** The height of a lane's canvas in CSS pixels: higher where thumbs point at it. */
export function useLanePx(): number {
  return useSyncExternalStore(subscribe, () => (narrow.matches ? NARROW_PX : WIDE_PX));
}
