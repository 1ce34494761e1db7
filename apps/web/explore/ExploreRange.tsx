import { ChevronDown, Pause, Play, ZoomOut } from "lucide-react";
import { Choice } from "../chrome/Choice.tsx";
import { rangeOf, ranges } from "../data/ranges.ts";
import { useConnection } from "../data/use-connection.ts";
import { momentText, stepText } from "../format/time.ts";
import { useServices } from "../services.ts";
import type { ExploreSearch } from "./explore-search.ts";
import type { ExploreChange } from "./use-explore-search.ts";
import type { Window } from "./use-window.ts";

const choices = ranges.map(({ name, label }) => ({ id: name, label: `Last ${label}` }));

/** The stretch that is shown, and whether it moves with the time. */
export function ExploreRange(props: {
  search: ExploreSearch;
  window: Window | undefined;
  change: (by: ExploreChange) => void;
}) {
  const { search, window, change } = props;
  const { link } = useServices();
  const connection = useConnection();
  const { from, to } = search;
  const range = rangeOf(search.range);
  const step = window === undefined ? "" : stepText(window.stepMs);
  const stands = from !== undefined && to !== undefined;
  const isLost = connection.state !== "open";
  const state = stands ? "paused" : isLost ? "lost" : "live";
  const words = { paused: "Stands still", lost: "Waiting for the server", live: "Live" }[state];
  const nowMs = link.nowMs();
  return (
    <>
      {stands && (
        <button
          type="button"
          className="pill"
          title="Twice as long a stretch"
          onClick={() => {
            const half = (to - from) / 2;
            change({ from: Math.round(from - half), to: Math.round(Math.min(to + half, nowMs)) });
          }}
        >
          <ZoomOut size={14} aria-hidden />
          <span className="zoom-words">Zoom out</span>
        </button>
      )}
      <Choice
        label={
          stands
            ? `Range: ${momentText(from, nowMs)} to ${momentText(to, nowMs)}`
            : `Range: last ${range.label}, steps of ${step}`
        }
        menuLabel="Range"
        className="pill range"
        choices={choices}
        value={stands ? ("" as never) : range.name}
        onChoose={(name) => change({ range: name, from: undefined, to: undefined })}
        placement="bottom end"
      >
        {stands ? (
          <b>
            {momentText(from, nowMs)} – {momentText(to, nowMs)}
          </b>
        ) : (
          <>
            <span>Last</span>
            <b>{range.label}</b>
          </>
        )}
        <span className="range-step">{step} steps</span>
        <ChevronDown size={14} aria-hidden />
      </Choice>
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
