import { useEffect, useRef } from "react";
import { zonedMoment } from "../format/zoned-axis.ts";
import { useWall } from "./wall-context.ts";

/** Between the line and its moment. */
const GAP_PX = 4;

/** The moment under the rule, on the axis; said aloud when a key or a click put it there. */
export function RuleMoment() {
  const { context, pin } = useWall();
  const label = useRef<HTMLDivElement>(null);
  const said = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const text = (ms: number) => zonedMoment(ms, context.step, { rangeMs: context.size * context.step });
    const write = () => {
      const { focused, focusedMs, columnPx } = context;
      const element = label.current!;
      element.hidden = focused === null;
      if (focused === null || focusedMs === null) return;
      element.textContent = text(focusedMs);
      // To the left of the line, because a deploy's flag stands to the right of its own.
      const left = Math.floor((focused + 0.5) * columnPx) - element.offsetWidth - GAP_PX;
      const x = left < 0 ? left + element.offsetWidth + 2 * GAP_PX : left;
      element.style.transform = `translateX(${x}px)`;
    };
    const say = () => {
      const ms = pin.pinnedMs();
      said.current!.textContent = ms === undefined ? "" : `${text(ms)}${focusedLane()}`;
    };
    const undo = [context.on("focus", write), context.on("change", write), pin.subscribe(say)];
    write();
    return () => {
      for (const stop of undo) stop();
    };
  }, [context, pin]);

  return (
    <>
      <div className="rule-moments" aria-hidden>
        <div ref={label} className="rule-moment" data-testid="rule-moment" hidden />
      </div>
      <span ref={said} className="sr-only" role="status" />
    </>
  );
}

/** The lane that has the keyboard, with the value it shows. */
function focusedLane(): string {
  const lane = document.activeElement?.closest('[data-testid="lane"]');
  const name = lane?.querySelector(".lane-title")?.textContent;
  return name == null ? "" : `, ${name} ${lane?.querySelector(".lane-value")?.textContent ?? ""}`;
}
