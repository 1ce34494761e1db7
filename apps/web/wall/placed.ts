import type { Lane, Panel, View } from "@mission-control/contracts";
import { laneOfExpr } from "./added-lane.ts";

/** A lane at its place on the wall; `id` is unique on the page. */
export interface PlacedLane {
  readonly id: string;
  readonly lane: Lane;
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

/** The sections of a view, with those lanes in front that the address adds. */
export function placeLanes(view: View, addedExprs: readonly string[]): PlacedSection[] {
  const sections = view.sections.map((section) => ({
    id: section.id,
    title: section.title,
    lanes: section.lanes.map((lane) => ({ id: `${section.id}-${lane.id}`, lane, added: false })),
    panels: section.panels,
  }));
  if (addedExprs.length === 0) return sections;
  const lanes = addedExprs.map((expr, i) => ({ id: `added-${i + 1}`, lane: laneOfExpr(expr), added: true }));
  return [{ id: "added", title: "Added", lanes, panels: [] }, ...sections];
}
