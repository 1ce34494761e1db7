import type { Lane } from "@mission-control/contracts";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useActions } from "../actions/actions.ts";
import { Opened } from "../chrome/Opened.tsx";
import { isSharedPage } from "../data/api-root.ts";
import { later } from "../later/later.ts";
import type { PlacedLane, PlacedSection } from "./placed.ts";
import { useAlertOfLane } from "./use-alert-of-lane.ts";

const LaneMenu = later(async () => (await import("./LaneMenu.tsx")).LaneMenu);
const ExportDialog = later(async () => (await import("../export/ExportDialog.tsx")).ExportDialog);
const ApplyToLane = later(async () => (await import("./ApplyToLane.tsx")).ApplyToLane);
const AboutLane = later(async () => (await import("../meta/AboutLane.tsx")).AboutLane);

/** One menu for all lanes, and what it leads to: it opens at whichever lane's button was pressed. */
export function LaneMenuOpener(props: {
  surface: RefObject<HTMLElement | null>;
  sections: readonly PlacedSection[];
}) {
  const { surface, sections } = props;
  const [open, setOpen] = useState<{ placed: PlacedLane; id: string }>();
  const [exported, setExported] = useState<Lane>();
  const [applied, setApplied] = useState<PlacedLane>();
  const [described, setDescribed] = useState<string>();
  const trigger = useRef<HTMLElement>(null);
  const makeAlert = useAlertOfLane();
  // By the key it is of the lane that has the focus. Nothing is made from a wall that was shared.
  useActions({
    "new-alert-rule": isSharedPage
      ? undefined
      : () => makeAlert(placedOf(sections, idOf(document.activeElement))),
  });

  useEffect(() => {
    const element = surface.current;
    const pressed = (event: MouseEvent) => {
      const target = event.target instanceof Element ? event.target : undefined;
      const button = target?.closest<HTMLElement>("[data-lane-menu]");
      const id = idOf(button);
      const placed = placedOf(sections, id);
      if (button == null || id === undefined || placed === undefined) return;
      trigger.current = button;
      setOpen({ placed, id });
    };
    element?.addEventListener("click", pressed);
    return () => element?.removeEventListener("click", pressed);
  }, [surface, sections]);

  return (
    <Opened
      onClose={() => {
        setOpen(undefined);
        setApplied(undefined);
        setDescribed(undefined);
        setExported(undefined);
      }}
    >
      {open !== undefined && (
        <LaneMenu
          {...open}
          triggerRef={trigger}
          onExport={() => setExported(open.placed.lane)}
          onApply={() => setApplied(open.placed)}
          onAbout={() => setDescribed(open.placed.lane.expr)}
          onClose={() => setOpen(undefined)}
        />
      )}
      {applied !== undefined && <ApplyToLane placed={applied} onClose={() => setApplied(undefined)} />}
      {described !== undefined && <AboutLane expr={described} onClose={() => setDescribed(undefined)} />}
      {exported !== undefined && <ExportDialog lane={exported} onClose={() => setExported(undefined)} />}
    </Opened>
  );
}

/** The id of the row that an element is in. */
const idOf = (element: Element | null | undefined): string | undefined =>
  element?.closest('[data-testid="lane"]')?.id.replace(/^lane-/, "");

/** The lane of a row's id, which is the lane's own or that with the row's number behind it. */
function placedOf(sections: readonly PlacedSection[], id: string | undefined): PlacedLane | undefined {
  if (id === undefined) return undefined;
  const lanes = sections.flatMap((section) => section.lanes);
  return lanes.find((lane) => lane.id === id) ?? lanes.find((lane) => lane.id === id.replace(/-\d+$/, ""));
}
