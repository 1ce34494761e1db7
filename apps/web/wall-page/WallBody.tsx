import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Part } from "../chrome/Part.tsx";
import { StackProvider } from "../cubism/stack-context.ts";
import { useStack } from "../cubism/use-stack.ts";
import { spanOf } from "../data/span.ts";
import { useDeploys } from "../data/use-deploys.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { AxisRow } from "../wall/AxisRow.tsx";
import { deployStretches } from "../wall/deploy-stretches.ts";
import { useMoments } from "../wall/use-moments.ts";
import { useWall } from "../wall/wall-context.ts";
import { DeployLines } from "./DeployLines.tsx";
import { NoLaneMatches } from "./LaneFilter.tsx";
import { LaneMenuOpener } from "./LaneMenuOpener.tsx";
import type { PlacedSection } from "./placed.ts";
import { Rule } from "./Rule.tsx";
import { Section } from "./Section.tsx";
import { useBrush } from "./use-brush.ts";
import { useLaneFocus } from "./use-lane-focus.ts";
import { useLinkedLane } from "./use-linked-lane.ts";
import { useNavigation } from "./use-navigation.ts";

/** The axis and the lanes below it, laid on the width there is. */
export function WallBody({ sections }: { sections: readonly PlacedSection[] }) {
  const wall = useWall();
  const [search, change] = useWallSearch();
  const body = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const [laid, setLaid] = useState(false);
  const { ms, endMs, fixed } = spanOf(search);
  const isFixed = fixed !== undefined;
  const marks = useDeploys(ms, endMs);
  const deploys = useMemo(() => deployStretches(marks), [marks]);
  const folded = search.fold;

  useLayoutEffect(() => {
    const element = body.current!;
    const lay = () => {
      const width = element.clientWidth;
      wall.lay(ms, width, endMs, isFixed);
      const { size: columns, columnPx } = wall.context;
      // Columns are whole pixels, so the oldest may stick out at the left; the newest stands at the right edge.
      element.style.setProperty("--lanes-px", `${columns * columnPx}px`);
      element.style.setProperty("--over-px", `${columns * columnPx - width}px`);
      setLaid(columns > 0);
    };
    const observer = new ResizeObserver(lay);
    observer.observe(element);
    lay();
    return () => observer.disconnect();
  }, [wall, ms, endMs, isFixed]);
  const stack = useStack(surface, wall.context, laid);
  useMoments();
  useNavigation(body, surface, laid);
  useBrush(body, surface, laid);
  useLaneFocus(surface, laid);
  useLinkedLane(laid);
  useEffect(() => wall.board.refresh(), [wall]);

  const fold = useCallback(
    (id: string, on: boolean) => {
      const next = on ? [...(folded ?? []), id] : folded?.filter((each) => each !== id);
      change({ fold: next?.length === 0 ? undefined : next });
    },
    [folded, change],
  );

  return (
    <div className="wall-scroll">
      <div ref={body} className="wall-body" data-testid="wall">
        {laid && (
          <>
            <AxisRow deploys={deploys} />
            <div ref={surface} className="wall-lanes" data-filtered={search.filter}>
              <StackProvider value={stack}>
                {sections.map((section) => (
                  <Part key={section.id} of={section.id}>
                    <Section section={section} folded={folded?.includes(section.id) ?? false} onFold={fold} />
                  </Part>
                ))}
              </StackProvider>
              <DeployLines deploys={deploys} />
              <Rule surface={surface} />
            </div>
            <NoLaneMatches />
            <LaneMenuOpener surface={surface} sections={sections} />
          </>
        )}
      </div>
    </div>
  );
}
