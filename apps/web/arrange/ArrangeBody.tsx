import { Plus } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { spanOf } from "../data/span.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { AxisRow } from "../wall/AxisRow.tsx";
import { useMoments } from "../wall/use-moments.ts";
import { useWall } from "../wall/wall-context.ts";
import { addSection, nextSectionId } from "./edit-sections.ts";
import { SectionBoard } from "./SectionBoard.tsx";
import { useArranging } from "./use-arranging.ts";

/** The axis and the sections below it, laid on the width that the grips leave. */
export function ArrangeBody() {
  const wall = useWall();
  const { view, apply } = useArranging();
  const [search] = useWallSearch();
  const body = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const [laid, setLaid] = useState(false);
  const { ms, endMs, fixed } = spanOf(search);
  const isFixed = fixed !== undefined;

  useLayoutEffect(() => {
    const lay = () => {
      const width = ruler.current!.clientWidth;
      wall.lay(ms, width, endMs, isFixed);
      const { size: columns, columnPx } = wall.context;
      body.current!.style.setProperty("--lanes-px", `${columns * columnPx}px`);
      body.current!.style.setProperty("--over-px", `${columns * columnPx - width}px`);
      setLaid(columns > 0);
    };
    const observer = new ResizeObserver(lay);
    observer.observe(ruler.current!);
    lay();
    return () => observer.disconnect();
  }, [wall, ms, endMs, isFixed]);
  useMoments();
  useEffect(() => wall.board.refresh(), [wall]);

  const add = () => {
    const id = nextSectionId(view);
    if (!apply(addSection(`Section ${view.sections.length + 1}`), "Added a section.")) return;
    requestAnimationFrame(() => {
      document
        .querySelector<HTMLInputElement>(`[data-section="${CSS.escape(id)}"] .arrange-head input`)
        ?.select();
    });
  };
  return (
    <div className="wall-scroll">
      <div ref={body} className="wall-body" data-testid="arranged">
        <div className="arrange-axis">
          <div ref={ruler}>{laid && <AxisRow deploys={noDeploys} />}</div>
        </div>
        {laid &&
          view.sections.map((section, i) => (
            <SectionBoard
              key={section.id}
              section={section}
              isFirst={i === 0}
              isLast={i === view.sections.length - 1}
              isOnly={view.sections.length === 1}
            />
          ))}
        {/* What drags panels would add a style element of this name, which the content security policy forbids. */}
        <span id="react-draggable-style-el" hidden />
        <button type="button" className="arrange-add arrange-more" onClick={add}>
          <Plus size={14} aria-hidden /> Section
        </button>
      </div>
    </div>
  );
}

const noDeploys: [] = [];
