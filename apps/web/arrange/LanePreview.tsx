import type { Lane } from "@mission-control/contracts";
import { useEffect, useMemo, useRef } from "react";
import { StackProvider } from "../cubism/stack-context.ts";
import { useStack } from "../cubism/use-stack.ts";
import { expandLane, useExpand, useExpandWords } from "../variables/expand.ts";
import { LaneGroup } from "../wall/LaneGroup.tsx";
import { useWall } from "../wall/wall-context.ts";

/** A lane as the wall shows it, to be looked at only. */
export function LanePreview({ lane: written, id }: { lane: Lane; id: string }) {
  const wall = useWall();
  const expand = useExpand();
  const words = useExpandWords();
  const lane = useMemo(() => expandLane(written, { expr: expand, words }), [written, expand, words]);
  const { expr, store, rows } = lane;
  const feed = useMemo(
    () => wall.feedOf(`arranged ${id} ${rows}`, { expr, store, rows }),
    [wall, id, expr, store, rows],
  );
  useEffect(() => feed.start(), [feed]);
  const list = useRef<HTMLUListElement>(null);
  const stack = useStack(list, wall.context, true, "right");
  return (
    <div className="lane-preview">
      <ul ref={list} aria-label={lane.title}>
        <StackProvider value={stack}>
          <LaneGroup lane={lane} id={id} feed={feed} />
        </StackProvider>
      </ul>
    </div>
  );
}
