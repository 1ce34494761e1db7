import { Pause, Play } from "lucide-react";
import { spanOf } from "../data/span.ts";
import { useConnection } from "../data/use-connection.ts";
import { stepText } from "../format/time.ts";
import { RangeButton } from "../time/RangeButton.tsx";
import type { ExploreSearch } from "./explore-search.ts";
import type { ExploreChange } from "./use-explore-search.ts";
import type { Window } from "./use-window.ts";

/** The stretch that is shown, and whether it moves with the time. */
export function ExploreRange(props: {
  search: ExploreSearch;
  window: Window | undefined;
  change: (by: ExploreChange) => void;
}) {
  const { search, window, change } = props;
  const connection = useConnection();
  const { from, to } = search;
  const step = window === undefined ? "" : stepText(window.stepMs);
  const stands = from !== undefined && to !== undefined;
  const isLost = connection.state !== "open";
  const state = stands ? "paused" : isLost ? "lost" : "live";
  const words = { paused: "Stands still", lost: "Waiting for the server", live: "Live" }[state];
  return (
    <>
      <RangeButton span={spanOf(search)} step={step} onChange={change} />
      <div className="pill live" data-testid="explore-live" data-state={state}>
        <i className="live-dot" aria-hidden />
        <b>{words}</b>
        <button
          type="button"
          className="live-button"
          aria-label={stands ? "Back to live" : "Pause"}
          title={stands ? "Back to live" : "Pause"}
          onClick={() => {
            if (stands) change({ from: undefined, to: undefined });
            else if (window !== undefined) change({ from: window.startMs - window.stepMs, to: window.endMs });
          }}
        >
          {stands ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        </button>
      </div>
    </>
  );
}
