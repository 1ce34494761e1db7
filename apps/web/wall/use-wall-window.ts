import { useCallback, useMemo, useSyncExternalStore } from "react";
import { useWall } from "./wall-context.ts";

/** The stretch of time a wall shows; `endMs` is undefined while it is live, and then `startMs` moves on with it. */
interface WallWindow {
  readonly lengthMs: number;
  readonly endMs: number | undefined;
}

/** What a wall shows, told anew where it came to rest elsewhere, not at each step. */
export function useWallWindow(): WallWindow {
  const { context } = useWall();
  const subscribe = useCallback(
    (listener: () => void) => {
      const undo = [context.on("configure", listener), context.on("pause", listener)];
      return () => {
        for (const stop of undo) stop();
      };
    },
    [context],
  );
  const text = useSyncExternalStore(subscribe, () =>
    JSON.stringify([context.size * context.step, context.paused ? context.endMs : null]),
  );
  return useMemo(() => {
    const [lengthMs, endMs] = JSON.parse(text) as [number, number | null];
    return { lengthMs, endMs: endMs ?? undefined };
  }, [text]);
}
