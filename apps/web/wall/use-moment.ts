import { useCallback, useSyncExternalStore } from "react";
import { useWall } from "./wall-context.ts";

/** The moment under the wall's rule, once a frame; undefined where there is none. One that is not in sight keeps its last. */
export function useMoment(inSight: boolean): number | undefined {
  const { context } = useWall();
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!inSight) return () => {};
      const drawable = { draw: listener };
      const unheard = context.on("focus", () => context.requestDraw(drawable));
      return () => {
        unheard();
        context.cancelDraw(drawable);
      };
    },
    [context, inSight],
  );
  return useSyncExternalStore(subscribe, () => context.focusedMs ?? undefined);
}
