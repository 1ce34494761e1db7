import { type KnownPanel, knownPanelSchema, type Panel, panelGrid } from "@mission-control/contracts";
import { Pencil } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { GridLayout, type Layout, useContainerWidth, verticalCompactor } from "react-grid-layout";
import { Opened } from "../chrome/Opened.tsx";
import { later } from "../later/later.ts";
import { PanelCard } from "../panels/PanelCard.tsx";
import { panelName } from "../panels/panel-kinds.ts";
import { copyParts } from "./clipboard.ts";
import { changePanel, duplicatePanel, movePanel, placePanels, removePanel } from "./edit-panels.ts";
import type { Section } from "./edit-sections.ts";
import { type GridPlace, grow, layoutOf, nudge, placesOf, shownPlaces } from "./grid.ts";
import { type PartAct, PartMenu } from "./PartMenu.tsx";
import { fieldsOfPanel } from "./panel-form.ts";
import { placeText } from "./part-focus.ts";
import { useArranging } from "./use-arranging.ts";
import "../style/wall-panels.css";
import "react-grid-layout/css/styles.css";

const PanelDialog = later(async () => (await import("./PanelDialog.tsx")).PanelDialog);

/** The panels of a section on their grid, to be dragged and resized, or moved by keys from the one that has the focus. */
export function PanelBoard({ section }: { section: Section }) {
  const { view, apply, say } = useArranging();
  const { width, containerRef, mounted } = useContainerWidth();
  const [edited, setEdited] = useState<KnownPanel>();
  const { id: own, panels } = section;
  const layout = useMemo(() => layoutOf(panels), [panels]);
  const shown = useMemo(() => shownPlaces(panels), [panels]);
  const place = (places: ReadonlyMap<string, GridPlace>, words: string) =>
    apply(placePanels(own, places), words);
  const dragged = (next: Layout) => place(placesOf(next), "Moved.");
  const edit = (panel: Panel) => {
    const known = knownPanelSchema.safeParse(panel);
    if (known.success) setEdited(known.data);
    else say(`A panel of the kind “${panel.kind}” cannot be changed here; it can be moved and removed.`);
  };
  const actsOf = (panel: Panel): readonly PartAct[] => {
    const at = { section: own, id: panel.id };
    const name = panelName(panel);
    return [
      { id: "edit", label: "Edit…", act: () => edit(panel) },
      {
        id: "duplicate",
        label: "Duplicate",
        keys: "Ctrl D",
        act: () => void apply(duplicatePanel(at), "Duplicated."),
      },
      {
        id: "copy",
        label: "Copy",
        keys: "Ctrl C",
        act: () => {
          copyParts({ panels: [panel] });
          say(`Copied “${name}”. Paste it in any view that is edited.`);
        },
      },
      ...view.sections
        .filter(({ id }) => id !== own)
        .map((other) => ({
          id: `to ${other.id}`,
          label: `Move to “${other.title}”`,
          act: () => void apply(movePanel(at, other.id), `Moved to “${other.title}”.`),
        })),
      {
        id: "remove",
        label: "Remove",
        keys: "Delete",
        act: () => void apply(removePanel(at), `Removed “${name}”.`, true),
        parted: true,
      },
    ];
  };
  const pressed = (event: KeyboardEvent, panel: Panel) => {
    if (event.target !== event.currentTarget) return;
    const mod = event.ctrlKey || event.metaKey;
    const arrow = mod ? undefined : arrows[event.key];
    const acts = actsOf(panel);
    const key = mod
      ? { c: "Ctrl C", d: "Ctrl D" }[event.key.toLowerCase()]
      : deletes.has(event.key)
        ? "Delete"
        : "";
    if (arrow !== undefined) {
      const [x, y] = arrow;
      const places = event.shiftKey
        ? grow(panels, panel.id, { dw: x, dh: y })
        : nudge(panels, panel.id, { dx: x, dy: y });
      place(places, placeWords(places.get(panel.id)!));
    } else if (event.key === "Enter") edit(panel);
    else if (key) acts.find(({ keys }) => keys === key)?.act();
    else return;
    event.preventDefault();
    event.stopPropagation();
    event.nativeEvent.stopImmediatePropagation();
  };
  return (
    <div ref={containerRef} className="panel-board" data-testid="panel-board">
      {mounted && (
        <GridLayout
          width={width}
          layout={layout}
          gridConfig={{
            cols: panelGrid.columns,
            rowHeight: panelGrid.rowPx,
            margin: [1, 1],
            containerPadding: [0, 0],
          }}
          dragConfig={{ handle: ".panel-head", cancel: "button" }}
          resizeConfig={{ handles: ["se"] }}
          compactor={verticalCompactor}
          onDragStop={dragged}
          onResizeStop={(next) => void place(placesOf(next), "Resized.")}
        >
          {panels.map((panel) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is of forms
            <div
              key={panel.id}
              role="group"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys move and resize it
              tabIndex={0}
              className="arrange-panel"
              data-place={placeText({ section: own, id: panel.id })}
              aria-label={`${panelName(panel)}, ${placeWords(shown.get(panel.id) ?? panel.place)}`}
              aria-describedby="panel-keys"
              onKeyDown={(event) => pressed(event, panel)}
            >
              <PanelCard
                panel={panel}
                actions={
                  <span className="arrange-acts">
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={`Edit ${panelName(panel)}`}
                      onClick={() => edit(panel)}
                    >
                      <Pencil size={14} aria-hidden />
                    </button>
                    <PartMenu label={panelName(panel)} acts={actsOf(panel)} />
                  </span>
                }
              />
            </div>
          ))}
        </GridLayout>
      )}
      <Opened onClose={() => setEdited(undefined)}>
        {edited !== undefined && (
          <PanelDialog
            fields={fieldsOfPanel(edited)}
            before={edited}
            title={`Edit “${panelName(edited)}”`}
            done="Change it"
            onClose={() => setEdited(undefined)}
            onDone={(panel) => {
              apply(changePanel({ section: own, id: edited.id }, panel), `Changed “${panelName(panel)}”.`);
              setEdited(undefined);
            }}
          />
        )}
      </Opened>
    </div>
  );
}

const deletes = new Set(["Delete", "Backspace"]);
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where a panel stands, for those who do not see it. */
const placeWords = ({ x, y, w, h }: GridPlace): string =>
  `column ${x + 1}, row ${y + 1}, ${w} of ${panelGrid.columns} wide, ${h} high`;
