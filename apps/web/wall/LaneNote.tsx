import type { Lane } from "@mission-control/contracts";
import { CircleAlert, EllipsisVertical, RotateCw } from "lucide-react";
import { memo } from "react";
import { unitLabel } from "../format/value.ts";
import { StoreName } from "./StoreName.tsx";

/** A lane without rows: it waits, has no data, or failed, and says so in its place. */
export const LaneNote = memo(function LaneNote(props: {
  lane: Lane;
  id: string;
  kind: "waiting" | "empty" | "failed";
  words: string;
  retry?: () => void;
}) {
  const { lane, id, kind, words, retry } = props;
  return (
    <li
      className={`lane lane-note ${kind}`}
      data-testid="lane"
      data-expr={lane.expr}
      data-key={lane.id}
      id={`lane-${id}`}
      aria-busy={kind === "waiting" || undefined}
    >
      <span className="lane-name">
        <span className="lane-title">{lane.title}</span>
        <span className="lane-unit">{unitLabel(lane.unit)}</span>
        <StoreName lane={lane} />
      </span>
      <span className="lane-words" title={words}>
        {kind === "failed" && <CircleAlert size={13} aria-hidden />}
        <span>{words}</span>
        {retry !== undefined && (
          <button type="button" className="lane-retry" onClick={retry}>
            <RotateCw size={12} aria-hidden /> Try again
          </button>
        )}
      </span>
      <button
        type="button"
        className="lane-menu"
        aria-label={`${lane.title}: more`}
        aria-haspopup="menu"
        data-lane-menu
        tabIndex={-1}
      >
        <EllipsisVertical size={14} aria-hidden />
      </button>
      <span className="lane-value" data-testid="lane-value" data-value="NaN">
        <b>{kind === "waiting" ? "" : "–"}</b>
      </span>
    </li>
  );
});
