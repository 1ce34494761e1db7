import type { Context } from "cubism-es";
import { useCallback, useRef, useSyncExternalStore } from "react";

/** Renders again whenever the window of time moved or was laid anew. */
export function useContextVersion(context: Context): number {
  const version = useRef(0);
  const subscribe = useCallback(
    (listener: () => void) =>
      context.on("change", () => {
        version.current++;
        listener();
      }),
    [context],
  );
  return useSyncExternalStore(subscribe, () => version.current);
}
