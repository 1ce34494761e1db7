import { useEffect } from "react";
import { spanOf } from "../data/span.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { useWall } from "./wall-context.ts";

/** Joins the wall with the address: where it stands still, and the moment under the rule. */
export function useMoments(): void {
  const wall = useWall();
  const [search, change] = useWallSearch();
  const { at } = search;
  const { endMs, fixed } = spanOf(search);
  const isFixed = fixed !== undefined;

  useEffect(() => {
    if (endMs === undefined) wall.resume();
    else wall.pauseAt(endMs, isFixed);
  }, [wall, endMs, isFixed]);

  useEffect(() => {
    if (at !== wall.pin.pinnedMs()) wall.pin.hold(at);
  }, [wall, at]);

  useEffect(() => wall.pin.subscribe(() => change({ at: wall.pin.pinnedMs() }, "replace")), [wall, change]);
}
