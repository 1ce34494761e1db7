import { Info } from "lucide-react";
import { useState } from "react";
import { useWallSearch } from "../data/use-wall-search.ts";
import { forgetDraft } from "./drafts.ts";

/** Says on the wall that this tab has changes of its view that were not saved. */
export function LeftDraft({ slug }: { slug: string }) {
  const [, change] = useWallSearch();
  const [isThrown, setThrown] = useState(false);
  if (isThrown) return null;
  return (
    <p className="banner" role="status">
      <Info size={15} aria-hidden />
      <span>You changed this view and did not save it: this is how others see it.</span>
      <button type="button" className="button small" onClick={() => change({ edit: true })}>
        Go on
      </button>
      <button
        type="button"
        className="button small"
        onClick={() => {
          forgetDraft(slug);
          setThrown(true);
        }}
      >
        Throw away
      </button>
    </p>
  );
}
