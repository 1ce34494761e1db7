import type { Context } from "cubism-es";
import { useCallback, useSyncExternalStore } from "react";

/** Renders again whenever the window of time moved or was laid anew. */
export function useLayout(context: Context): void {
  const subscribe = useCallback((listener: () => void) => context.on("change", listener), [context]);
  useSyncExternalStore(subscribe, () => {
    const { endStep, step, size, columnPx } = context;
    return `${endStep} ${step} ${size} ${columnPx}`;
  });
}
