import { Info, Undo2, X } from "lucide-react";
import { useState } from "react";
import type { ShownView } from "../views/use-save-view.ts";
import { forgetDraft } from "./drafts.ts";
import { useArranging } from "./use-arranging.ts";

/** What whoever arranges has to know: what was left from before, what others saved meanwhile, and what was just done. */
export function ArrangeNotes({ base, wasLeft }: { base: ShownView; wasLeft: boolean }) {
  const { draft, isChanged, said, undo, say } = useArranging();
  const [isKnown, setKnown] = useState(false);
  const theirs = (base.version ?? 0) > (draft.base.version ?? 0);
  return (
    <>
      {wasLeft && isChanged && !isKnown && (
        <p className="banner arrange-banner">
          <Info size={15} aria-hidden />
          <span className="grow">These changes were made before and are not saved.</span>
          <button type="button" className="button small" onClick={() => setKnown(true)}>
            Go on
          </button>
          <button type="button" className="button small" onClick={() => forgetDraft(base.slug)}>
            Throw them away
          </button>
        </p>
      )}
      {theirs && isChanged && (
        <p className="banner arrange-banner">
          <Info size={15} aria-hidden />
          <span>
            Somebody saved version {base.version} of this view since you began. Saving shows you first what
            they changed.
          </span>
        </p>
      )}
      <p id="panel-keys" className="sr-only">
        Arrow keys move it, with Shift they resize it, Enter edits it, Delete removes it.
      </p>
      <div className="arrange-said" role="status" data-empty={said.words === "" || undefined}>
        <span>{said.words}</span>
        {said.undoable && (
          <button type="button" className="button small" onClick={undo}>
            <Undo2 size={13} aria-hidden /> Undo
          </button>
        )}
        {said.words !== "" && (
          <button type="button" className="icon-button" aria-label="Close" onClick={() => say("")}>
            <X size={14} aria-hidden />
          </button>
        )}
      </div>
    </>
  );
}
