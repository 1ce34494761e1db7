import type { Undo } from "@mission-control/series";
import type { Context } from "cubism-es";

/**
 * The moment that is held under the rule. Pointing moves the rule for as long as one points; a click or a key pins it,
 * and it comes back to the pin when the pointer leaves.
 */
export function createPin(context: Context) {
  const listeners = new Set<() => void>();
  let pinnedMs: number | undefined;
  let pointing: (() => void) | undefined;

  function set(ms: number | undefined): void {
    if (ms === pinnedMs) return;
    pinnedMs = ms;
    for (const listener of [...listeners]) listener();
  }

  function back(): void {
    context.focusTime(pinnedMs ?? null);
  }

  return {
    pinnedMs: () => pinnedMs,
    subscribe(listener: () => void): Undo {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Pins a moment, or lets go. */
    hold(ms: number | undefined): void {
      set(ms);
      pointing = undefined;
      back();
    },
    /** Pins what is under the rule now. */
    holdFocused(): void {
      if (context.focusedMs !== null) set(context.focusedMs);
    },
    /** Moves the rule by columns and pins it there. */
    move(by: number): void {
      pointing = undefined;
      context.moveFocus(by);
      if (context.focusedMs !== null) set(context.focusedMs);
    },
    /** A pointer is over the lanes; `point` puts the rule under it again when the lanes move. */
    pointed(point: () => void): void {
      pointing = point;
    },
    left(): void {
      pointing = undefined;
      back();
    },
    start: (): Undo =>
      context.on("change", () => {
        if (pointing !== undefined) pointing();
        else if (pinnedMs !== undefined && context.focused === null) back();
      }),
  };
}
