import { useCallback } from "react";
import { useWall } from "../wall/wall-context.ts";

/** Moves the wall's rule to a moment while something of that moment is pointed at, and lets go of it. */
export function usePoint(): (ms: number | undefined) => void {
  const { context, pin } = useWall();
  return useCallback(
    (ms) => {
      if (ms === undefined) return pin.left();
      // It stays there while the wall moves on.
      pin.pointed(() => context.focusTime(ms));
      context.focusTime(ms);
    },
    [context, pin],
  );
}
