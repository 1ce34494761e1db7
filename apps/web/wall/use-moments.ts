import { useEffect } from "react";
import { useWallSearch } from "../data/use-wall-search.ts";
import { useWall } from "./wall-context.ts";

/** Joins the wall with the address: where it stands still, and the moment under the rule. */
export function useMoments(): void {
  const wall = useWall();
  const [search, change] = useWallSearch();
  const { pause, at } = search;

  useEffect(() => {
    if (pause === undefined) wall.resume();
    else wall.pauseAt(pause);
  }, [wall, pause]);

  useEffect(() => {
    if (at !== wall.pin.pinnedMs()) wall.pin.hold(at);
  }, [wall, at]);

  useEffect(() => wall.pin.subscribe(() => change({ at: wall.pin.pinnedMs() }, "replace")), [wall, change]);
}
