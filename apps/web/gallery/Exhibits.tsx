import { useLayoutEffect, useRef, useState } from "react";
import { ExhibitCard } from "./ExhibitCard.tsx";
import { exhibits } from "./exhibits.ts";
import { useStage } from "./gallery-context.ts";

/** Every mode, each on a card; the cards are all of one width. */
export function Exhibits() {
  const stage = useStage();
  const grid = useRef<HTMLDivElement>(null);
  const measure = useRef<HTMLDivElement>(null);
  const [laid, setLaid] = useState(false);

  useLayoutEffect(() => {
    const element = grid.current!;
    const lay = () => {
      const width = measure.current!.clientWidth;
      stage.lay(width);
      const { size, columnPx } = stage.context;
      element.style.setProperty("--lanes-px", `${size * columnPx}px`);
      element.style.setProperty("--over-px", `${size * columnPx - width}px`);
      if (size > 0) setLaid(true);
    };
    const observer = new ResizeObserver(lay);
    observer.observe(element);
    lay();
    return () => observer.disconnect();
  }, [stage]);

  return (
    <div ref={grid} className="exhibits">
      {/* As wide as a card, before there is one. */}
      <div ref={measure} aria-hidden />
      {laid && exhibits.map((exhibit) => <ExhibitCard key={exhibit.id} exhibit={exhibit} />)}
    </div>
  );
}
