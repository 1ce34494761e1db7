import { RotateCw } from "lucide-react";
import type { LaneFeed } from "../data/lane-feed.ts";
import type { SectionState } from "./section-state.ts";

/** In a section's head: how many of its lanes go on live without their past, why, and a way to ask for it at once. */
export function LostPast({ lost, feeds }: { lost: SectionState["lost"]; feeds: readonly LaneFeed[] }) {
  if (lost === undefined) return null;
  const retry = () => {
    for (const feed of feeds) if (feed.state().missing !== undefined) feed.retry();
  };
  return (
    <p className="section-lost" data-testid="section-lost">
      <span title={lost.why}>
        {lost.words}: {lost.why}
      </span>
      <button type="button" className="lane-retry" onClick={retry}>
        <RotateCw size={12} aria-hidden /> Try again
      </button>
    </p>
  );
}
