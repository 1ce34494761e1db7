import { ChevronDown, CircleAlert, CircleCheck, CircleDashed } from "lucide-react";
import { memo, useEffect, useMemo, useRef } from "react";
import { Part } from "../chrome/Part.tsx";
import { useTheStack } from "../cubism/stack-context.ts";
import { useStackRefresh } from "../cubism/use-stack.ts";
import type { LaneFeed } from "../data/lane-feed.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { later } from "../later/later.ts";
import { useFiringIn } from "../marks/marks-context.ts";
import { LaneGroup } from "../wall/LaneGroup.tsx";
import { useWall } from "../wall/wall-context.ts";
import { LostPast } from "./LostPast.tsx";
import { partsText } from "./parts-text.ts";
import { type Past, pastsOf } from "./past.ts";
import type { PlacedLane, PlacedSection } from "./placed.ts";
import type { SectionState } from "./section-state.ts";
import { useSectionState } from "./use-section-state.ts";

/** Few lanes are compared. */
const PastLanes = later(async () => (await import("./PastLanes.tsx")).PastLanes);

/** Most walls have lanes only. */
const PanelGrid = later(async () => (await import("./PanelGrid.tsx")).PanelGrid);

interface Fed extends PlacedLane {
  readonly feed: LaneFeed;
}

/** Lanes, and panels below them, under a heading that folds. What is folded is not watched. */
export const Section = memo(function Section(props: {
  section: PlacedSection;
  folded: boolean;
  /** The same one at each drawing, or all lanes are drawn again with it. */
  onFold: (id: string, folded: boolean) => void;
}) {
  const { section, folded, onFold } = props;
  const wall = useWall();
  const lanes = useMemo(
    (): Fed[] => section.lanes.map((placed) => ({ ...placed, feed: wall.feedOf(placed.id, placed.lane) })),
    [section, wall],
  );
  const feeds = useMemo(() => lanes.map((lane) => lane.feed), [lanes]);
  const state = useSectionState(feeds);
  const firing = useFiringIn(useMemo(() => section.lanes.map(({ lane }) => lane.expr), [section.lanes]));
  const [{ past }] = useWallSearch();
  const compared = useMemo(() => pastsOf(past), [past]);
  const heading = `section-${section.id}`;
  const element = useRef<HTMLElement>(null);
  useStackRefresh(useTheStack(), element);
  return (
    <section ref={element} aria-labelledby={heading}>
      <div className="section-head">
        <h2>
          <button
            type="button"
            id={heading}
            aria-expanded={!folded}
            onClick={() => onFold(section.id, !folded)}
          >
            <ChevronDown size={13} aria-hidden className="section-fold" />
            {lanes.length > 0 && <StateIcon kind={firing > 0 ? "bad" : folded ? "folded" : state.kind} />}
            <span>{section.title}</span>
            <small>
              {partsText(
                folded ? section.lanes.length : Math.max(state.rows, section.lanes.length),
                section.panels.length,
              )}
            </small>
            {firing > 0 && (
              <small className="text-bad" data-testid="section-firing">
                {firing} firing
              </small>
            )}
            <small>{folded ? "" : state.words}</small>
          </button>
        </h2>
        {!folded && <LostPast lost={state.lost} feeds={feeds} />}
      </div>
      {!folded && lanes.length > 0 && (
        <ul className="lane-list" aria-labelledby={heading}>
          {lanes.map((lane) => (
            <Watched key={`${lane.id} ${lane.lane.expr}`} placed={lane} past={compared.get(lane.id)} />
          ))}
        </ul>
      )}
      {!folded && section.panels.length > 0 && (
        <Part of={section.id}>
          <PanelGrid panels={section.panels} />
        </Part>
      )}
    </section>
  );
});

/** Hundreds of these: what a section says of itself while they get their first values must not draw each of them again. */
const Watched = memo(function Watched({ placed, past }: { placed: Fed; past: Past | undefined }) {
  const { feed } = placed;
  useEffect(() => feed.start(), [feed]);
  return (
    <>
      <LaneGroup {...placed} feed={feed} />
      {past !== undefined && (
        <Part of={past.name}>
          <PastLanes lane={placed.lane} feed={feed} past={past} />
        </Part>
      )}
    </>
  );
});

function StateIcon({ kind }: Pick<SectionState, "kind">) {
  if (kind === "bad") return <CircleAlert size={12} className="text-bad" aria-hidden />;
  if (kind === "ok") return <CircleCheck size={12} className="text-ok" aria-hidden />;
  return <CircleDashed size={12} className="text-faint" aria-hidden />;
}
