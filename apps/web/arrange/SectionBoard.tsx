import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { Opened } from "../chrome/Opened.tsx";
import { countOf } from "../format/text.ts";
import { later } from "../later/later.ts";
import { panelName } from "../panels/panel-kinds.ts";
import { addLanes, type NewLane } from "./edit-lanes.ts";
import { addPanels } from "./edit-panels.ts";
import { moveSection, removeSection, renameSection, type Section } from "./edit-sections.ts";
import { LaneList } from "./LaneList.tsx";
import { MetricPicker } from "./MetricPicker.tsx";
import { emptyPanel } from "./panel-form.ts";
import { useArranging } from "./use-arranging.ts";

const PanelBoard = later(async () => (await import("./PanelBoard.tsx")).PanelBoard);
const PanelDialog = later(async () => (await import("./PanelDialog.tsx")).PanelDialog);
const AddLanesDialog = later(async () => (await import("./AddLanesDialog.tsx")).AddLanesDialog);

/** A section while it is arranged: its title, its lanes and panels, and what can be added. */
export function SectionBoard(props: {
  section: Section;
  isFirst: boolean;
  isLast: boolean;
  isOnly: boolean;
}) {
  const { section, isFirst, isLast, isOnly } = props;
  const { apply } = useArranging();
  const [adding, setAdding] = useState<"lanes" | "panel">();
  const { id, title, lanes, panels } = section;
  const isEmpty = lanes.length === 0 && panels.length === 0;
  // Who begins with nothing adds one metric after another: the search stays.
  const [isStart] = useState(isEmpty && isOnly);
  const name = title === "" ? "Section without a title" : title;
  const add = (lane: NewLane) => void apply(addLanes(id, [lane]), `Added “${lane.title}”.`);
  const known = lanes.map(({ expr }) => expr);
  const rename = (text: string) => text.trim() !== title && apply(renameSection(id, text), "Renamed.");
  return (
    <section aria-label={name} className="arrange-section" data-section={id}>
      <header className="arrange-head">
        <input
          key={title}
          aria-label={`Title of the section ${name}`}
          placeholder="Title"
          defaultValue={title}
          maxLength={200}
          onBlur={(event) => rename(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.currentTarget.blur();
          }}
        />
        <small>
          {[
            lanes.length > 0 && countOf(lanes.length, "lane"),
            panels.length > 0 && countOf(panels.length, "panel"),
          ]
            .filter(Boolean)
            .join(", ")}
        </small>
        <span className="grow" />
        <button type="button" className="arrange-add" onClick={() => setAdding("lanes")}>
          <Plus size={14} aria-hidden /> Lanes<span className="sr-only"> to {name}</span>
        </button>
        <button type="button" className="arrange-add" onClick={() => setAdding("panel")}>
          <Plus size={14} aria-hidden /> Panel<span className="sr-only"> to {name}</span>
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={`Move the section ${name} up`}
          disabled={isFirst}
          onClick={() => apply(moveSection(id, -1), `Moved “${name}” up.`)}
        >
          <ArrowUp size={15} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={`Move the section ${name} down`}
          disabled={isLast}
          onClick={() => apply(moveSection(id, 1), `Moved “${name}” down.`)}
        >
          <ArrowDown size={15} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={`Remove the section ${name}`}
          onClick={() => apply(removeSection(id), `Removed “${name}” with all in it.`, true)}
        >
          <Trash2 size={15} aria-hidden />
        </button>
      </header>
      {(lanes.length > 0 || (panels.length === 0 && !isStart)) && <LaneList section={section} />}
      <Suspense>{panels.length > 0 && <PanelBoard section={section} />}</Suspense>
      <Opened onClose={() => setAdding(undefined)}>
        {adding === "lanes" && (
          <AddLanesDialog title={name} known={known} onAdd={add} onClose={() => setAdding(undefined)} />
        )}
        {adding === "panel" && (
          <PanelDialog
            fields={emptyPanel()}
            title={`Add a panel to “${name}”`}
            done="Add it"
            onClose={() => setAdding(undefined)}
            onDone={(panel) => {
              apply(addPanels(id, [panel]), `Added “${panelName(panel)}”.`);
              setAdding(undefined);
            }}
          />
        )}
      </Opened>
      {isStart && (
        <div className="arrange-start">
          <p>
            Choose metrics: each becomes a lane here at once. Save the view when it has what you want to see.
          </p>
          <MetricPicker known={known} onAdd={add} autoFocus />
        </div>
      )}
    </section>
  );
}
