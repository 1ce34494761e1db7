import { useBlocker, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useActions } from "../actions/actions.ts";
import { Opened } from "../chrome/Opened.tsx";
import { useStatus } from "../data/use-status.ts";
import { merged, useWallSearch } from "../data/use-wall-search.ts";
import { later } from "../later/later.ts";
import { ExpandProvider, useExpandOf } from "../variables/expand.ts";
import { VariablesBar } from "../variables/VariablesBar.tsx";
import type { ShownView } from "../views/use-save-view.ts";
import { viewAsShown } from "../views/view-as-shown.ts";
import { DefaultStoreProvider, defaultStoreOf } from "../wall/default-store.ts";
import { ArrangeBar } from "./ArrangeBar.tsx";
import { ArrangeBody } from "./ArrangeBody.tsx";
import { ArrangeNotes } from "./ArrangeNotes.tsx";
import { copiedText } from "./clipboard.ts";
import { isChanged, shownOf } from "./draft.ts";
import { draftSaved, forgetDraft, isLeftOver, openDraft } from "./drafts.ts";
import { LeaveDialog } from "./LeaveDialog.tsx";
import { TileList } from "./TileList.tsx";
import { pasteText, useArrangeKeys } from "./use-arrange-keys.ts";
import { ArrangingProvider, useDraft } from "./use-arranging.ts";
import "../style/arrange.css";

const SaveViewDialog = later(async () => (await import("../views/SaveViewDialog.tsx")).SaveViewDialog);
const VariablesDialog = later(async () => (await import("../variables/VariablesDialog.tsx")).VariablesDialog);

/** A view while it is arranged, as a draft: others see it once it is saved. `base` is the view as it is kept now. */
export function ArrangePage({ base, onLeave }: { base: ShownView; onLeave: () => void }) {
  const { slug } = base;
  const arranging = useDraft(base);
  const { view, apply } = arranging;
  // What is saved is what was arranged when saving began.
  const [saved, setSaved] = useState<ShownView>();
  const [isVariables, setVariables] = useState(false);
  const save = () => setSaved(shownOf(openDraft(base)));
  const [search, change] = useWallSearch();
  const navigate = useNavigate();
  const status = useStatus();
  const expand = useExpandOf(view.variables, search);
  const leaving = useLeaving(base);
  const paste = () => void copiedText().then((text) => pasteText(arranging, text));
  useArrangeKeys(arranging);
  useActions({
    "save-view": arranging.isChanged ? save : undefined,
    "edit-undo": arranging.draft.past.length > 0 ? arranging.undo : undefined,
    "edit-redo": arranging.draft.future.length > 0 ? arranging.redo : undefined,
    "edit-paste": paste,
    "edit-variables": () => setVariables(true),
    "edit-done": onLeave,
  });
  useAddedLanes(apply, search.lane, change);
  useEffect(() => {
    document.title = `Editing ${view.name} · Mission Control`;
  }, [view.name]);
  if (expand === undefined) return null;
  // What is arranged waits in this tab, as it does where it is kept for later.
  const lookAtTheirs = () => {
    setSaved(undefined);
    void navigate({ to: ".", search: (before) => merged(before, { edit: undefined }), ignoreBlocker: true });
  };
  const later = () => leaving.proceed?.();
  return (
    <ArrangingProvider value={arranging}>
      <ExpandProvider value={expand}>
        <DefaultStoreProvider value={defaultStoreOf(status.data)}>
          <ArrangeBar onPaste={paste} onVariables={() => setVariables(true)} onSave={save} onDone={onLeave} />
          {view.variables.length > 0 && <VariablesBar variables={view.variables} />}
          <main className="wall-main arranging" aria-label={`Editing ${view.name}`}>
            <ArrangeNotes base={base} wasLeft={isLeftOver(slug)} />
            <TileList />
            <ArrangeBody />
          </main>
          <Opened onClose={() => setSaved(undefined)}>
            {saved !== undefined && (
              <SaveViewDialog
                view={saved}
                onSaved={(kept) => draftSaved(slug, kept)}
                onTheirs={lookAtTheirs}
                onClose={() => setSaved(undefined)}
              />
            )}
          </Opened>
          <Opened onClose={() => setVariables(false)}>
            {isVariables && (
              <VariablesDialog
                variables={view.variables}
                onChange={(variables) =>
                  void apply((before) => ({ ...before, variables }), "Changed the variables.")
                }
                onClose={() => setVariables(false)}
              />
            )}
          </Opened>
          {leaving.status === "blocked" && (
            <LeaveDialog
              onStay={leaving.reset}
              onSave={() => {
                leaving.reset();
                save();
              }}
              onLater={later}
              onThrow={() => {
                forgetDraft(slug);
                later();
              }}
            />
          )}
        </DefaultStoreProvider>
      </ExpandProvider>
    </ArrangingProvider>
  );
}

/** Asks before changes that are not saved are left behind. */
function useLeaving(base: ShownView) {
  const dirty = () => isChanged(openDraft(base));
  return useBlocker({
    shouldBlockFn: ({ current, next }) => {
      const stays =
        next.pathname === current.pathname &&
        (next.search as { edit?: true }).edit === (current.search as { edit?: true }).edit;
      return !stays && dirty();
    },
    enableBeforeUnload: dirty,
    withResolver: true,
  });
}

/** Lanes that the address added become part of the draft, once. */
function useAddedLanes(
  apply: (edit: (view: ShownView) => ShownView, words?: string) => boolean,
  added: readonly string[] | undefined,
  change: ReturnType<typeof useWallSearch>[1],
): void {
  const taken = useRef<readonly string[]>(undefined);
  useEffect(() => {
    if (added === undefined || taken.current === added) return;
    taken.current = added;
    apply((view) => viewAsShown(view, added), "The lanes of the link stand in the section “Added”.");
    change({ lane: undefined }, "replace");
  }, [added, apply, change]);
}
