import { History, Save } from "lucide-react";
import { useState } from "react";
import { useActions } from "../actions/actions.ts";
import { Opened } from "../chrome/Opened.tsx";
import { useWallSearch } from "../data/use-wall-search.ts";
import { later } from "../later/later.ts";
import { EditButton } from "./EditButton.tsx";
import type { ShownView } from "./use-save-view.ts";
import { viewAsShown } from "./view-as-shown.ts";

const SaveViewDialog = later(async () => (await import("./SaveViewDialog.tsx")).SaveViewDialog);
const VersionsDialog = later(async () => (await import("./VersionsDialog.tsx")).VersionsDialog);

/** Saves what is shown under a name, and goes back to what it was. */
export function ViewActions({ view }: { view: ShownView }) {
  const [search] = useWallSearch();
  // What is saved is what was shown when saving began, whoever saves the same view meanwhile.
  const [saved, setSaved] = useState<ShownView>();
  const [isVersions, setVersions] = useState(false);
  const added = search.lane ?? [];
  const save = () => setSaved(viewAsShown(view, added));
  useActions({
    "save-view": save,
    "view-versions": view.version === undefined ? undefined : () => setVersions(true),
  });
  return (
    <span className="view-actions">
      <EditButton />
      <button
        type="button"
        className="icon-button"
        data-unsaved={added.length > 0 || undefined}
        aria-label="Save this view"
        title={added.length > 0 ? "Save this view: it has lanes that only the link keeps" : "Save this view"}
        onClick={save}
      >
        <Save size={15} aria-hidden />
      </button>
      {view.version !== undefined && (
        <button
          type="button"
          className="icon-button"
          aria-label="Versions of this view"
          title="Versions of this view"
          onClick={() => setVersions(true)}
        >
          <History size={15} aria-hidden />
        </button>
      )}
      <Opened onClose={() => setSaved(undefined)}>
        {saved !== undefined && <SaveViewDialog view={saved} onClose={() => setSaved(undefined)} />}
      </Opened>
      <Opened onClose={() => setVersions(false)}>
        {isVersions && <VersionsDialog slug={view.slug} onClose={() => setVersions(false)} />}
      </Opened>
    </span>
  );
}
