import type { View } from "@mission-control/contracts";
import { Share2 } from "lucide-react";
import { useState } from "react";
import { useActions } from "../actions/actions.ts";
import { Opened } from "../chrome/Opened.tsx";
import { useWallSearch } from "../data/use-wall-search.ts";
import { later } from "../later/later.ts";

const ShareDialog = later(async () => (await import("./ShareDialog.tsx")).ShareDialog);

/** Sends what is seen to others, or on a wall. */
export function ShareButton({ view }: { view: View }) {
  const [open, setOpen] = useState(false);
  const [{ kiosk }, change] = useWallSearch();
  useActions({
    "share-view": () => setOpen(true),
    kiosk: () => change({ kiosk: kiosk === undefined ? "" : undefined, every: undefined }, "replace"),
  });
  return (
    <>
      <button
        type="button"
        className="pill share-button"
        aria-label="Share this view"
        title="Share this view"
        onClick={() => setOpen(true)}
      >
        <Share2 size={14} aria-hidden />
        <span>Share</span>
      </button>
      <Opened onClose={() => setOpen(false)}>
        {open && <ShareDialog view={view} onClose={() => setOpen(false)} />}
      </Opened>
    </>
  );
}
