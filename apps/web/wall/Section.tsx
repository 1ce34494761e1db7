import { ChevronDown, CircleAlert, CircleCheck, CircleDashed } from "lucide-react";
import { useEffect, useMemo } from "react";
import type { LaneFeed } from "../data/lane-feed.ts";
import { countOf } from "../format/text.ts";
import { LaneGroup } from "./LaneGroup.tsx";
import type { PlacedLane, PlacedSection } from "./placed.ts";
import { type SectionState, useSectionState } from "./use-section-state.ts";
import { useWall } from "./wall-context.ts";

interface Fed extends PlacedLane {
  readonly feed: LaneFeed;
}

/** A group of lanes under a heading that folds. Folded lanes are not watched. */
export function Section(props: {
  section: PlacedSection;
  folded: boolean;
  onFold: (folded: boolean) => void;
}) {
  const { section, folded, onFold } = props;
  const wall = useWall();
  const lanes = useMemo(
    (): Fed[] => section.lanes.map((placed) => ({ ...placed, feed: wall.feedOf(placed.id, placed.lane) })),
    [section, wall],
  );
  const state = useSectionState(useMemo(() => lanes.map((lane) => lane.feed), [lanes]));
  const heading = `section-${section.id}`;
  return (
    <section aria-labelledby={heading}>
      <h2 className="section-head">
        <button type="button" id={heading} aria-expanded={!folded} onClick={() => onFold(!folded)}>
          <ChevronDown size={13} aria-hidden className="section-fold" />
          <StateIcon state={folded ? { kind: "folded", words: "folded" } : state} />
          <span>{section.title}</span>
          <small>
            {countOf(folded ? section.lanes.length : Math.max(state.rows, section.lanes.length), "lane")}
          </small>
          <small>{folded ? "" : state.words}</small>
        </button>
      </h2>
      {!folded && (
        <ul className="lane-list" aria-labelledby={heading}>
          {lanes.map((lane) => (
            <Watched key={`${lane.id} ${lane.lane.expr}`} placed={lane} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Watched({ placed }: { placed: Fed }) {
  const { feed } = placed;
  useEffect(() => feed.start(), [feed]);
  return <LaneGroup lane={placed.lane} id={placed.id} feed={feed} />;
}

function StateIcon({ state }: { state: Pick<SectionState, "kind" | "words"> }) {
  if (state.kind === "bad") return <CircleAlert size={12} className="text-bad" aria-hidden />;
  if (state.kind === "ok") return <CircleCheck size={12} className="text-ok" aria-hidden />;
  return <CircleDashed size={12} className="text-faint" aria-hidden />;
}
