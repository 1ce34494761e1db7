import { useEffect, useRef } from "react";
import { zonedMoment, zonedTicks } from "../format/zoned-axis.ts";
import { useLayout } from "../wall/use-layout.ts";
import { useStage } from "./gallery-context.ts";

/** Half of the widest tick's text. */
const HALF_TICK_PX = 28;
/** Between the line and its moment. */
const GAP_PX = 4;

/** The times along the top, in the reader's own time zone, and the moment under the rule. */
export function Axis() {
  const { context } = useStage();
  const moment = useRef<HTMLDivElement>(null);
  useLayout(context);
  const widthPx = context.size * context.columnPx;

  useEffect(() => {
    const write = () => {
      const element = moment.current!;
      const { focused, focusedMs, columnPx, size, step } = context;
      element.hidden = focused === null;
      if (focused === null || focusedMs === null) return;
      element.textContent = zonedMoment(focusedMs, step, { rangeMs: size * step });
      const x = Math.floor((focused + 0.5) * columnPx);
      const left = x - element.offsetWidth - GAP_PX;
      element.style.transform = `translateX(${left < 0 ? x + GAP_PX : left}px)`;
    };
    const undo = [context.on("focus", write), context.on("change", write)];
    write();
    return () => {
      for (const stop of undo) stop();
    };
  }, [context]);

  return (
    <div className="axis-row">
      <div className="axis" aria-hidden>
        {zonedTicks(context, widthPx, { minGapPx: 90 })
          .filter(({ x }) => x > HALF_TICK_PX && x < widthPx - HALF_TICK_PX)
          .map(({ timeMs, x, label, strong }) => (
            <span
              key={timeMs}
              className={strong ? "strong" : undefined}
              style={{ transform: `translateX(${x}px) translateX(-50%)` }}
            >
              {label}
            </span>
          ))}
      </div>
      <div className="rule-moments" aria-hidden>
        <div ref={moment} className="rule-moment" data-testid="gallery-moment" hidden />
      </div>
    </div>
  );
}
