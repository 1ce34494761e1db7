import { useCallback } from "react";
import { ranges } from "../data/ranges.ts";
import { useWallSearch } from "../data/use-wall-search.ts";

/** Shows a stretch on the whole wall: it stands still there, with the least range that holds it. */
export function useZoom(): (fromMs: number, toMs: number) => void {
  const [, change] = useWallSearch();
  return useCallback(
    (fromMs, toMs) => {
      const range = ranges.find(({ ms }) => ms >= toMs - fromMs) ?? ranges.at(-1)!;
      change({ range: range.name, pause: Math.round(toMs) });
    },
    [change],
  );
}
