import { layColumns } from "@mission-control/series";
import { createNavigation } from "cubism-es/page";
import { type RefObject, useEffect, useRef } from "react";
import { rangeOf, ranges } from "../data/ranges.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { isOnLanes } from "./on-lanes.ts";
import { useWall } from "./wall-context.ts";
import { zoomTo } from "./zoom.ts";

/** Moves the wall through time by hand, and keeps in the address where it came to rest. */
export function useNavigation(
  body: RefObject<HTMLElement | null>,
  surface: RefObject<HTMLElement | null>,
  ready: boolean,
): void {
  const { context, baseStepMs } = useWall();
  const [search, change] = useWallSearch();
  const range = useRef(rangeOf(search.range));
  useEffect(() => {
    range.current = rangeOf(search.range);
  }, [search.range]);

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
        const next = ranges[ranges.indexOf(range.current) - by];
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
        change({ range: next.name, pause });
      },
      moved: () => change({ pause: context.paused ? context.endMs : undefined }),
    });
    return navigation.destroy;
  }, [context, baseStepMs, body, surface, ready, change]);
}
