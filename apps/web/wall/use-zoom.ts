import { useCallback } from "react";
import { showFixed } from "../data/span.ts";
import { useWallSearch } from "../data/use-wall-search.ts";

/** Shows a stretch on the whole wall: it stands still there, until it is live again or one goes back. */
export function useZoom(): (fromMs: number, toMs: number) => void {
  const [, change] = useWallSearch();
  return useCallback(
    (fromMs, toMs) => {
      change(showFixed(fromMs, toMs));
    },
    [change],
  );
}
