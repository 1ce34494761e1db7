import type { ViewImport } from "@mission-control/contracts";
import { Link } from "@tanstack/react-router";
import { Check, CircleAlert } from "lucide-react";
import { Button, Input, Label, Radio, RadioGroup, TextField } from "react-aria-components";
import type { Failure } from "../data/outcome.ts";
import { placeOfView } from "../data/use-views.ts";
import { countOf } from "../format/text.ts";
import type { ImportChoice, ImportState } from "./use-import.ts";

type Seen = ViewImport["views"][number];

/** What a text would become, or what is wrong with it. */
export function ImportPreview(props: {
  state: ImportState;
  choiceOf: (slug: string) => ImportChoice;
  choose: (slug: string, choice: ImportChoice) => void;
}) {
  const { state, choiceOf, choose } = props;
  if (state.phase === "reading") return <p role="status">Reading it…</p>;
  if (state.phase === "refused") return <Refused failure={state.failure} />;
  if (state.phase !== "seen") return null;
  const { views, notes } = state.seen;
  return (
    <>
      <ul className="import-views" aria-label="What will be kept">
        {views.map((view) => (
          <li key={view.slug}>
            <b>{view.name}</b> <small>{sizeOf(view)}</small>
            {view.taken === undefined ? (
              <small>
                {" "}
                at <code>/views/{view.slug}</code>
              </small>
            ) : (
              <Taken
                view={view}
                choice={choiceOf(view.slug)}
                choose={(choice) => choose(view.slug, choice)}
              />
            )}
          </li>
        ))}
      </ul>
      <Notes notes={notes} />
      {state.fault !== undefined && (
        <p role="alert" className="text-bad">
          {state.fault}
        </p>
      )}
    </>
  );
}

function sizeOf({ lanes, panels }: Seen): string {
  const parts = [
    lanes > 0 || panels === 0 ? countOf(lanes, "lane") : "",
    panels > 0 ? countOf(panels, "panel") : "",
  ];
  return parts.filter(Boolean).join(", ");
}

const takenWords = {
  saved: "is saved already",
  "built-in": "is built in",
  file: "stands in a file",
} as const;

/** Asks for the name of a view whose own is taken. */
function Taken(props: { view: Seen; choice: ImportChoice; choose: (choice: ImportChoice) => void }) {
  const { view, choice, choose } = props;
  const { slug, taken = "saved" } = view;
  const other = choice === "over" ? "" : choice.as;
  return (
    <div className="import-taken">
      <p>
        A view at <code>/views/{slug}</code> {takenWords[taken]}.
      </p>
      {taken === "saved" && (
        <RadioGroup
          className="choices"
          aria-label={`How ${view.name} is kept`}
          value={choice === "over" ? "over" : "as"}
          onChange={(value) => choose(value === "over" ? "over" : { as: `${slug}-imported` })}
        >
          <Radio value="as" className="choice">
            <i aria-hidden /> Beside it, under another name
          </Radio>
          <Radio value="over" className="choice">
            <i aria-hidden /> Over it, as its next version
          </Radio>
        </RadioGroup>
      )}
      {choice !== "over" && (
        <TextField className="view-field" value={other} onChange={(as) => choose({ as })} maxLength={64}>
          <Label>Its name in the address</Label>
          <Input spellCheck="false" />
        </TextField>
      )}
    </div>
  );
}

function Refused({ failure }: { failure: Failure }) {
  const { faults = [], message } = failure;
  return (
    <div role="alert" className="import-refused">
      <p className="text-bad">
        <CircleAlert size={14} aria-hidden />{" "}
        {faults.length > 0 ? "This cannot be imported as it is:" : message}
      </p>
      <ul>
        {faults.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            {message} {path !== "" && <code>{path}</code>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What could not be carried over, of each view and panel. */
function Notes({ notes }: Pick<ViewImport, "notes">) {
  if (notes.length === 0) return null;
  return (
    <details className="import-notes" open={notes.length <= 8}>
      <summary>{countOf(notes.length, "thing")} could not be carried over</summary>
      <ul>
        {notes.map(({ view, panel, message }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal notes may come of equal panels; the list stays as it is
          <li key={i}>
            {panel !== "" && <b>{panel}: </b>}
            {panel === "" && view !== "" && <b>{view}: </b>}
            {message}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What was kept, with the way to it. */
export function Kept({ kept, onClose }: { kept: ViewImport; onClose: () => void }) {
  return (
    <>
      <ul className="import-views" role="status">
        {kept.views.map((view) => (
          <li key={view.slug}>
            <Link {...placeOfView(view.slug)}>{view.name}</Link> <small>{sizeOf(view)}</small>
          </li>
        ))}
      </ul>
      <Notes notes={kept.notes} />
      <footer>
        <Button className="button" onPress={onClose} autoFocus>
          <Check size={14} aria-hidden /> Done
        </Button>
      </footer>
    </>
  );
}
