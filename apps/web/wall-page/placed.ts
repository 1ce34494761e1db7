import type { Lane, Panel, View } from "@mission-control/contracts";
import { laneOfExpr } from "../meta/lane-of-expr.ts";
import { type Expand, expandLane } from "../variables/expand.ts";
import { addedId, addedSection } from "../views/added-section.ts";

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

/**
 * The sections of a view by what is chosen of its variables, with those lanes in front that the address adds: below what was
 * added and saved before, each once.
 */
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
  const known = sections.find(({ id }) => id === addedSection);
  const lanes = [...new Set(addedExprs)].map((expr) => placed(addedId(expr), laneOfExpr(expr), true));
  const added = known ?? { id: addedSection, title: "Added", lanes: [], panels: [] };
  return [
    { ...added, lanes: [...added.lanes, ...lanes] },
    ...sections.filter((section) => section !== known),
  ];
}
