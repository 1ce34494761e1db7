import { Info } from "lucide-react";
import { useState } from "react";
import { Opened } from "../chrome/Opened.tsx";
import { later } from "../later/later.ts";
import type { ShownView } from "../views/use-save-view.ts";
import { shownOf } from "./draft.ts";
import { forgetDraft, leftDraft } from "./drafts.ts";

const SaveViewDialog = later(async () => (await import("../views/SaveViewDialog.tsx")).SaveViewDialog);

/** Says where a view no longer is that this tab has changes of it, and keeps them as a new view. */
export function LostDraft({ slug }: { slug: string }) {
  const [draft, setDraft] = useState(() => leftDraft(slug));
  const [saved, setSaved] = useState<ShownView>();
  if (draft === undefined) return null;
  return (
    <>
      <p className="banner" role="status">
        <Info size={15} aria-hidden />
        <span>You changed this view before it was removed, and did not save it. You still have it.</span>
        <button
          type="button"
          className="button small"
          onClick={() => setSaved({ ...shownOf(draft), version: undefined })}
        >
          Save as a new view
        </button>
        <button
          type="button"
          className="button small"
          onClick={() => {
            forgetDraft(slug);
            setDraft(undefined);
          }}
        >
          Throw away
        </button>
      </p>
      <Opened onClose={() => setSaved(undefined)}>
        {saved !== undefined && (
          <SaveViewDialog
            view={saved}
            isNamed
            onSaved={() => forgetDraft(slug)}
            onClose={() => setSaved(undefined)}
          />
        )}
      </Opened>
    </>
  );
}
