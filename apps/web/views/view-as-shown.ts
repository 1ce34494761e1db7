import { type Lane, limits, type View } from "@mission-control/contracts";
import { laneOfExpr } from "../meta/lane-of-expr.ts";
import { addedSection } from "./added-section.ts";

type Section = View["sections"][number];

/** A view with the lanes that the address adds, in front as they are shown; each expression of them stands there once. */
export function viewAsShown(view: View, addedExprs: readonly string[]): View {
  const known = view.sections.find(({ id }) => id === addedSection);
  const lanes = [...(known?.lanes ?? [])];
  for (const expr of addedExprs) {
    if (!lanes.some((lane) => lane.expr === expr)) lanes.push({ ...laneOfExpr(expr), id: freeId(lanes) });
  }
  if (lanes.length === (known?.lanes.length ?? 0)) return view;
  const added: Section = {
    id: addedSection,
    title: known?.title ?? "Added",
    lanes,
    panels: known?.panels ?? [],
  };
  return { ...view, sections: [added, ...view.sections.filter((section) => section !== known)] };
}

/** A lane's name within its section, as expressions are too long for one. */
function freeId(lanes: readonly Lane[]): string {
  for (let i = lanes.length + 1; ; i++) {
    const id = `lane-${i}`.slice(0, limits.nameLength);
    if (!lanes.some((lane) => lane.id === id)) return id;
  }
}
