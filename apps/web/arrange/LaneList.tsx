import type { Lane, View } from "@mission-control/contracts";
import { GripVertical, Pencil } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Button, GridList, GridListItem, useDragAndDrop } from "react-aria-components";
import { Opened } from "../chrome/Opened.tsx";
import { later } from "../later/later.ts";
import { copyParts } from "./clipboard.ts";
import { droppedPlaces, partItem, partType } from "./dragged.ts";
import { changeLane, duplicateLane, moveLanes, removeLanes, stepLane } from "./edit-lanes.ts";
import type { Section } from "./edit-sections.ts";
import { LanePreview } from "./LanePreview.tsx";
import { type PartAct, PartMenu } from "./PartMenu.tsx";
import { focusPart, placeText } from "./part-focus.ts";
import { useArranging } from "./use-arranging.ts";

const LaneDialog = later(async () => (await import("./LaneDialog.tsx")).LaneDialog);

/** The lanes of a section, to be put in order: dragged, or by keys from the one that has the focus. */
export function LaneList({ section }: { section: Section }) {
  const { view, apply, say } = useArranging();
  const [edited, setEdited] = useState<Lane>();
  const { id: own, lanes, title } = section;
  const type = partType("lane");
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => partItem("lane", { section: own, id: String(key) })),
    acceptedDragTypes: [type],
    getDropOperation: () => "move",
    onReorder({ keys, target }) {
      const before =
        target.dropPosition === "before" ? String(target.key) : laneAfter(section, String(target.key));
      apply(
        moveLanes(
          [...keys].map((id) => ({ section: own, id: String(id) })),
          own,
          before,
        ),
        "Moved.",
      );
    },
    async onInsert({ items, target }) {
      const before =
        target.dropPosition === "before" ? String(target.key) : laneAfter(section, String(target.key));
      apply(moveLanes(await droppedPlaces("lane", items), own, before), `Moved to “${title}”.`);
    },
    async onRootDrop({ items }) {
      apply(moveLanes(await droppedPlaces("lane", items), own, undefined), `Moved to “${title}”.`);
    },
  });
  const act = actsOf({ view, section, apply, say, edit: setEdited });
  const pressed = (event: KeyboardEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=row]") : null;
    const lane = lanes.find(({ id }) => placeText({ section: own, id }) === row?.dataset.place);
    const key = keyOf(event);
    if (lane === undefined || key === undefined || event.target !== row) return;
    event.preventDefault();
    event.stopPropagation();
    act(lane)
      .find(({ keys }) => keys === key)
      ?.act();
  };
  return (
    <div onKeyDownCapture={pressed}>
      <GridList
        aria-label={`Lanes of ${title}`}
        className="arrange-lanes"
        dragAndDropHooks={dragAndDropHooks}
        items={lanes}
        renderEmptyState={() => <p className="arrange-empty">No lanes. Drag some here, or add them.</p>}
      >
        {(lane) => (
          <GridListItem
            id={lane.id}
            textValue={lane.title}
            className="arrange-lane"
            data-place={placeText({ section: own, id: lane.id })}
            onAction={() => setEdited(lane)}
          >
            <Button slot="drag" className="arrange-grip" aria-label={`Move ${lane.title}`}>
              <GripVertical size={14} aria-hidden />
            </Button>
            <LanePreview lane={lane} id={`${own}-${lane.id}`} />
            <span className="arrange-acts">
              <Button
                className="icon-button"
                aria-label={`Edit ${lane.title}`}
                onPress={() => setEdited(lane)}
              >
                <Pencil size={14} aria-hidden />
              </Button>
              <PartMenu label={lane.title} acts={act(lane)} />
            </span>
          </GridListItem>
        )}
      </GridList>
      <Opened onClose={() => setEdited(undefined)}>
        {edited !== undefined && (
          <LaneDialog
            lane={edited}
            title={`Edit “${edited.title}”`}
            done="Change it"
            onClose={() => setEdited(undefined)}
            onDone={(lane) => {
              apply(changeLane({ section: own, id: edited.id }, lane), `Changed “${lane.title}”.`);
              setEdited(undefined);
            }}
          />
        )}
      </Opened>
    </div>
  );
}

/** What can be done with a lane, and the keys for it. */
function actsOf(props: {
  view: View;
  section: Section;
  apply: ReturnType<typeof useArranging>["apply"];
  say: (words: string) => void;
  edit: (lane: Lane) => void;
}) {
  const { view, section, apply, say, edit } = props;
  return (lane: Lane): readonly PartAct[] => {
    const place = { section: section.id, id: lane.id };
    const step = (by: -1 | 1) => {
      apply(stepLane(place, by), `Moved “${lane.title}” ${by < 0 ? "up" : "down"}.`);
      focusPart(lane.title, place);
    };
    const others = view.sections.filter(({ id }) => id !== section.id);
    return [
      { id: "edit", label: "Edit…", act: () => edit(lane) },
      {
        id: "duplicate",
        label: "Duplicate",
        keys: "Ctrl D",
        act: () => void apply(duplicateLane(place), "Duplicated."),
      },
      {
        id: "copy",
        label: "Copy",
        keys: "Ctrl C",
        act: () => {
          copyParts({ lanes: [lane] });
          say(`Copied “${lane.title}”. Paste it in any view that is edited.`);
        },
      },
      { id: "up", label: "Move up", keys: "Alt ↑", act: () => step(-1), parted: true },
      { id: "down", label: "Move down", keys: "Alt ↓", act: () => step(1) },
      ...others.map((other) => ({
        id: `to ${other.id}`,
        label: `Move to “${other.title}”`,
        act: () => void apply(moveLanes([place], other.id, undefined), `Moved to “${other.title}”.`),
      })),
      {
        id: "remove",
        label: "Remove",
        keys: "Delete",
        act: () => void apply(removeLanes([place]), `Removed “${lane.title}”.`, true),
        parted: true,
      },
    ];
  };
}

/** The key as the menu names it. */
function keyOf(event: KeyboardEvent): string | undefined {
  if (event.altKey) return { ArrowUp: "Alt ↑", ArrowDown: "Alt ↓" }[event.key];
  if (event.ctrlKey || event.metaKey) return { c: "Ctrl C", d: "Ctrl D" }[event.key.toLowerCase()];
  return { Delete: "Delete", Backspace: "Delete" }[event.key];
}

/** The lane after another one; undefined where that is the last. */
function laneAfter({ lanes }: Section, id: string): string | undefined {
  return lanes[lanes.findIndex((lane) => lane.id === id) + 1]?.id;
}
