import type { View } from "@mission-control/contracts";
import { createContext, useContext, useMemo, useState, useSyncExternalStore } from "react";
import type { ShownView } from "../views/use-save-view.ts";
import { applyEdit, type Draft, type Edit, isChanged, redo, tooMuch, undo } from "./draft.ts";
import { keepDraft, onDrafts, openDraft } from "./drafts.ts";

/** What was said last to whoever arranges; `undoable` where it was a change that may not have been meant. */
export interface Said {
  readonly words: string;
  readonly undoable: boolean;
}

/** A view that is being arranged, and what can be done with it. */
export interface Arranging {
  readonly draft: Draft;
  readonly view: View;
  readonly isChanged: boolean;
  readonly said: Said;
  /** Changes the view, and says so where words are given. False where the view would become too large; that is said. */
  apply(edit: Edit, words?: string, undoable?: boolean): boolean;
  undo(): void;
  redo(): void;
  say(words: string): void;
}

/** Opens the draft of a view and follows it. */
export function useDraft(base: ShownView): Arranging {
  const [said, setSaid] = useState<Said>({ words: "", undoable: false });
  const draft = useSyncExternalStore(onDrafts, () => openDraft(base));
  return useMemo(() => {
    const say = (words: string, undoable = false) => setSaid({ words, undoable });
    return {
      draft,
      view: draft.view,
      isChanged: isChanged(draft),
      said,
      say,
      apply(edit, words, undoable = false) {
        const next = applyEdit(openDraft(base), edit);
        const refused = tooMuch(next.view);
        if (refused !== undefined) {
          say(refused);
          return false;
        }
        keepDraft(next);
        say(words ?? "", undoable);
        return true;
      },
      undo() {
        say(draft.past.length === 0 ? "There is nothing to undo." : "Undone.");
        keepDraft(undo(openDraft(base)));
      },
      redo() {
        say(draft.future.length === 0 ? "There is nothing to redo." : "Done again.");
        keepDraft(redo(openDraft(base)));
      },
    };
  }, [draft, said, base]);
}

const ArrangingContext = createContext<Arranging | undefined>(undefined);

export const ArrangingProvider = ArrangingContext.Provider;

/** The arranging that a component is part of. */
export function useArranging(): Arranging {
  const arranging = useContext(ArrangingContext);
  if (arranging === undefined) throw new Error("nothing is arranged: render inside ArrangingProvider");
  return arranging;
}
