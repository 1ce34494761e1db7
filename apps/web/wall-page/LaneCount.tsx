import { useMemo } from "react";
import { useWall } from "../wall/wall-context.ts";
import { partsText } from "./parts-text.ts";
import type { PlacedSection } from "./placed.ts";
import { useSectionState } from "./use-section-state.ts";

/** How many lanes there are, each label set counted, and how many panels. */
export function LaneCount({ sections }: { sections: readonly PlacedSection[] }) {
  const wall = useWall();
  const feeds = useMemo(
    () => sections.flatMap((section) => section.lanes.map(({ id, lane }) => wall.feedOf(id, lane))),
    [sections, wall],
  );
  const panels = sections.reduce((sum, section) => sum + section.panels.length, 0);
  return <>{partsText(useSectionState(feeds).rows, panels)}</>;
}
