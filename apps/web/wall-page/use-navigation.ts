import { layColumns } from "@mission-control/series";
import { createNavigation } from "cubism-es/page";
import { type RefObject, useEffect, useRef } from "react";
import { nextRange } from "../data/ranges.ts";
import { spanOf, standAt } from "../data/span.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { useWall } from "../wall/wall-context.ts";
import { isOnLanes } from "./on-lanes.ts";
import { zoomTo } from "./zoom.ts";

/** Moves the wall through time by hand, and keeps in the address where it came to rest. */
export function useNavigation(
  body: RefObject<HTMLElement | null>,
  surface: RefObject<HTMLElement | null>,
  ready: boolean,
): void {
  const { context, baseStepMs } = useWall();
  const [search, change] = useWallSearch();
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  }, [search]);

  useEffect(() => {
    const element = surface.current;
    if (!ready || element === null) return;
    const navigation = createNavigation({
      context,
      surface: element,
      filter: isOnLanes,
      // An address cannot name a time before the epoch.
      firstMs: () => 0,
      zoom(by, timeMs, x) {
        const next = nextRange(spanOf(latest.current).ms, by);
        if (next === undefined) return;
        // The columns fill the width, so what is shown may be more than the range.
        const { columns, columnPx, stepMs } = layColumns(next.ms, body.current!.clientWidth, baseStepMs);
        const fromRightPx = context.size * context.columnPx - x;
        const pause = zoomTo({
          timeMs,
          afterMs: (fromRightPx / columnPx) * stepMs,
          shownMs: columns * stepMs,
          liveMs: context.liveStep * context.step,
          paused: context.paused,
        });
        change({ range: next.name, pause, from: undefined, to: undefined });
      },
      moved: () => change(standAt(latest.current, context.paused ? context.endMs : undefined)),
    });
    return navigation.destroy;
  }, [context, baseStepMs, body, surface, ready, change]);
}
