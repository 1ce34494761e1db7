import { defaultView, type Lane, type Panel, type View } from "@mission-control/contracts";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { lastWall } from "../data/last-wall.ts";
import { useView } from "../data/use-view.ts";
import { useViews } from "../data/use-views.ts";
import { FormDialog } from "../forms/FormDialog.tsx";
import { SelectRow } from "../forms/fields.tsx";
import { laneOfExpr, titleOfExpr } from "../meta/lane-of-expr.ts";
import type { DrawnPanel } from "../panels/PanelView.tsx";
import { panelKinds } from "../panels/panel-kinds.ts";
import { applyEdit, type Edit, tooMuch } from "./draft.ts";
import { keepDraft, openDraft } from "./drafts.ts";
import { addLanes } from "./edit-lanes.ts";
import { addPanels } from "./edit-panels.ts";
import { addSection, nextSectionId } from "./edit-sections.ts";
import { emptyView } from "./empty-view.ts";

const NEW_SECTION = " new";

/** Puts what is explored into a view, as lanes or as a panel of the kind that is looked at; the view is then edited. */
export function AddToViewDialog({ panel, onClose }: { panel: DrawnPanel; onClose: () => void }) {
  const navigate = useNavigate();
  const views = useViews();
  const [slug, setSlug] = useState(() => lastWall().slug);
  const [as, setAs] = useState<"lanes" | "panel">(panel.kind === "lanes" ? "lanes" : "panel");
  const [chosen, setChosen] = useState<string>();
  const [fault, setFault] = useState<string>();
  const isNew = slug === emptyView.slug;
  const asked = useView(isNew ? defaultView : slug);
  const base = isNew ? emptyView : asked.data;
  const sections = base === undefined ? [] : openDraft(base).view.sections;
  const section = sections.find(({ id }) => id === chosen)?.id ?? chosen ?? sections[0]?.id ?? NEW_SECTION;

  const add = () => {
    if (base === undefined) return setFault("The view is still on its way; try again in a moment.");
    const draft = applyEdit(openDraft(base), added(panel, section, as));
    const refused = tooMuch(draft.view);
    if (refused !== undefined) return setFault(refused);
    keepDraft(draft);
    onClose();
    if (isNew) void navigate({ to: "/views/new" });
    else if (slug === defaultView) void navigate({ to: "/", search: { edit: true } });
    else void navigate({ to: "/views/$slug", params: { slug }, search: { edit: true } });
  };
  return (
    <FormDialog title="Add to a view" done="Add it" onDone={add} onClose={onClose}>
      <SelectRow
        label="View"
        value={slug}
        options={[
          ...(views.data ?? []).map(({ slug: id, name }) => ({ id, label: name })),
          { id: emptyView.slug, label: "A new view" },
        ]}
        onChange={(next) => {
          setSlug(next);
          setChosen(undefined);
        }}
      />
      <SelectRow
        label="Section"
        value={section}
        options={[
          ...sections.map(({ id, title }) => ({ id, label: title === "" ? "Without a title" : title })),
          { id: NEW_SECTION, label: "A new section" },
        ]}
        onChange={setChosen}
      />
      <SelectRow
        label="As"
        value={as}
        options={[
          { id: "panel", label: `A panel: ${panelKinds[panel.kind].label.toLowerCase()}` },
          { id: "lanes", label: panel.queries.length === 1 ? "A lane" : "Lanes, one for each expression" },
        ]}
        onChange={setAs}
        hint="The view opens for editing; others see it once it is saved"
      />
      {(fault ?? asked.error?.message) !== undefined && (
        <p role="alert" className="text-bad">
          {fault ?? asked.error?.message}
        </p>
      )}
    </FormDialog>
  );
}

/** The edit that puts it there. */
function added(panel: DrawnPanel, section: string, as: "lanes" | "panel"): Edit {
  return (view) => {
    const isNew = section === NEW_SECTION;
    const target = isNew ? nextSectionId(view) : section;
    const into: View = isNew ? addSection("From Explore")(view) : view;
    return as === "lanes"
      ? addLanes(target, lanesOf(panel))(into)
      : addPanels(target, [panelOf(panel)])(into);
  };
}

function lanesOf({ queries, unit, ...panel }: DrawnPanel): Lane[] {
  const ramp = panel.kind === "lanes" ? { ramp: panel.ramp } : {};
  return queries.map(({ expr }) => {
    const lane = laneOfExpr(expr);
    return { ...lane, ...ramp, unit: unit === "none" ? lane.unit : unit };
  });
}

function panelOf(panel: DrawnPanel): Panel {
  const { size } = panelKinds[panel.kind];
  const title = panel.queries.map(({ expr }) => titleOfExpr(expr)).join(", ");
  return { ...panel, title: title.slice(0, 200), place: { x: 0, y: 0, ...size } };
}
