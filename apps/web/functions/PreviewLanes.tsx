import type { Unit } from "@mission-control/contracts";
import { METRIC_NAME } from "@mission-control/series";
import { createRule } from "cubism-es";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { countOf } from "../format/text.ts";
import { zonedMoment, zonedTicks } from "../format/zoned-axis.ts";
import { setText } from "../wall/board.ts";
import { useLayout } from "../wall/use-layout.ts";
import { PreviewLane } from "./PreviewLane.tsx";
import type { PreviewBoard, PreviewRow } from "./preview-board.ts";

/** Before and after of each label set, on one axis under one rule. */
export function PreviewLanes(props: {
  board: PreviewBoard;
  /** What stands under "after" is from before the last change. */
  isStale: boolean;
  title: string;
  unit: Unit;
  afterUnit: Unit;
}) {
  const { board, isStale, title, unit, afterUnit } = props;
  const { context } = board;
  const { rows, hidden } = useSyncExternalStore(board.subscribe, board.state);
  useLayout(context);
  const surface = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const moment = useRef<HTMLDivElement>(null);
  const widthPx = context.size * context.columnPx;

  useEffect(() => {
    const rule = createRule({ context, surface: surface.current!, line: line.current! });
    const write = () => {
      const { focused, focusedMs, columnPx, size, step } = context;
      const element = moment.current!;
      element.hidden = focused === null;
      if (focused === null || focusedMs === null) return;
      setText(element, zonedMoment(focusedMs, step, { rangeMs: size * step }));
      element.dataset.timeMs = String(focusedMs);
      const left = Math.floor((focused + 0.5) * columnPx) - element.offsetWidth / 2;
      const x = Math.max(0, Math.min(size * columnPx - element.offsetWidth, left));
      element.style.transform = `translateX(${x}px)`;
    };
    const undo = context.on("focus", write);
    write();
    return () => {
      undo();
      rule.destroy();
    };
  }, [context]);

  const pressed = (event: React.KeyboardEvent) => {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (event.key === "Escape") context.focus(null);
    if (by === 0) return;
    event.preventDefault();
    context.moveFocus(event.shiftKey ? by * 10 : by);
  };

  return (
    <section
      className={isStale ? "preview-lanes stale" : "preview-lanes"}
      aria-label="Lanes before and after"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the rule, and what scrolls has to be reachable
      tabIndex={0}
      onKeyDown={pressed}
    >
      <div className="preview-axis" aria-hidden>
        {zonedTicks(context, widthPx, { minGapPx: 90 })
          .filter(({ x }) => x > 26 && x < widthPx - 26)
          .map((tick) => (
            <span
              key={tick.timeMs}
              className={tick.strong ? "preview-tick strong" : "preview-tick"}
              style={{ transform: `translateX(${tick.x}px) translateX(-50%)` }}
            >
              {tick.label}
            </span>
          ))}
        <div ref={moment} className="rule-moment" data-testid="preview-moment" hidden />
      </div>
      <div ref={surface} className="preview-surface">
        {rows.map((row) => (
          <PairOfLanes
            key={row.key}
            board={board}
            row={row}
            {...{ title, unit, afterUnit }}
            alone={rows.length === 1}
          />
        ))}
        <div ref={line} className="rule" hidden />
      </div>
      {hidden > 0 && <p className="aside">{countOf(hidden, "more label set")} not shown, but computed.</p>}
    </section>
  );
}

function PairOfLanes(props: {
  board: PreviewBoard;
  row: PreviewRow;
  title: string;
  unit: Unit;
  afterUnit: Unit;
  alone: boolean;
}) {
  const { board, row, title, unit, afterUnit, alone } = props;
  const { labels, before, after, top } = row;
  const values = [...labels].filter(([name]) => name !== METRIC_NAME).map(([, value]) => value);
  const label = alone || values.length === 0 ? title : values.join(" ");
  return (
    <div className="preview-pair" data-testid="preview-pair">
      {before === undefined ? (
        <p className="preview-none">{label}: made by the function</p>
      ) : (
        <PreviewLane board={board} metric={before} side="before" ramp="blue" {...{ label, unit, top }} />
      )}
      {after === undefined ? (
        <p className="preview-none">{label}: left out by the function</p>
      ) : (
        <PreviewLane
          board={board}
          metric={after}
          side="after"
          ramp="teal"
          unit={afterUnit}
          {...{ label, top }}
        />
      )}
    </div>
  );
}
