import type { Lane, Panel, View } from "@mission-control/contracts";
import { type Expand, expandLane } from "../variables/expand.ts";
import { laneOfExpr } from "./added-lane.ts";

/** A lane at its place on the wall; `id` is unique on the page. */
export interface PlacedLane {
  readonly id: string;
  readonly lane: Lane;
  /** Its expression as it was written, with the variables it names. */
  readonly written: string;
  /** It stands in the address, and can be removed. */
  readonly added: boolean;
}

/** A section with its lanes, and what stands below them. */
export interface PlacedSection {
  readonly id: string;
  readonly title: string;
  readonly lanes: readonly PlacedLane[];
  readonly panels: readonly Panel[];
}

/** The sections of a view by what is chosen of its variables, with those lanes in front that the address adds. */
export function placeLanes(view: View, addedExprs: readonly string[], expand: Expand): PlacedSection[] {
  const placed = (id: string, lane: Lane, added: boolean): PlacedLane => ({
    id,
    lane: expandLane(lane, expand),
    written: lane.expr,
    added,
  });
  const sections = view.sections.map((section) => ({
    id: section.id,
    title: expand.words(section.title),
    lanes: section.lanes.map((lane) => placed(`${section.id}-${lane.id}`, lane, false)),
    panels: section.panels,
  }));
  if (addedExprs.length === 0) return sections;
  const lanes = addedExprs.map((expr, i) => placed(`added-${i + 1}`, laneOfExpr(expr), true));
  return [{ id: "added", title: "Added", lanes, panels: [] }, ...sections];
}
