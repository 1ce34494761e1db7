import { useMemo } from "react";
import { countOf } from "../format/text.ts";
import type { PlacedSection } from "./placed.ts";
import { useSectionState } from "./use-section-state.ts";
import { useWall } from "./wall-context.ts";

/** How many lanes there are, each label set counted. */
export function LaneCount({ sections }: { sections: readonly PlacedSection[] }) {
  const wall = useWall();
  const feeds = useMemo(
    () => sections.flatMap((section) => section.lanes.map(({ id, lane }) => wall.feedOf(id, lane))),
    [sections, wall],
  );
  return <>{countOf(useSectionState(feeds).rows, "lane")}</>;
}
