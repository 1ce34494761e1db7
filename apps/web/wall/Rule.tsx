import { createRule, formatMoment } from "cubism-es";
import { type RefObject, useEffect, useRef } from "react";
import { useWall } from "./wall-context.ts";

/** The line across all lanes at the moment that is looked at, with that moment beside it. */
export function Rule({ surface }: { surface: RefObject<HTMLElement | null> }) {
  const { context, pin } = useWall();
  const line = useRef<HTMLDivElement>(null);
  const moment = useRef<HTMLElement>(null);

  useEffect(() => {
    const element = surface.current!;
    const rule = createRule({ context, surface: element, line: line.current! });
    let x = 0;
    const point = () => context.focus(context.columnAtX(x - element.getBoundingClientRect().left));
    const pointed = (event: PointerEvent) => {
      x = event.clientX;
      if (event.pointerType !== "touch") pin.pointed(point);
    };
    const clicked = (event: MouseEvent) => {
      if (!(event.target instanceof Element) || event.target.closest("button, a") === null) pin.holdFocused();
    };
    const say = () => {
      const ms = context.focusedMs;
      if (ms === null) delete line.current!.dataset["timeMs"];
      else line.current!.dataset["timeMs"] = String(ms);
      const rangeMs = context.columns * context.stepMs;
      moment.current!.textContent = ms === null ? "" : formatMoment(ms, context.stepMs, { rangeMs });
      const right = context.focused !== null && context.focused > context.columns * 0.8;
      line.current!.classList.toggle("at-right", right);
    };
    element.addEventListener("pointermove", pointed);
    element.addEventListener("pointerleave", pin.left);
    element.addEventListener("click", clicked);
    const undo = [context.on("focus", say), context.on("change", say)];
    say();
    return () => {
      element.removeEventListener("pointermove", pointed);
      element.removeEventListener("pointerleave", pin.left);
      element.removeEventListener("click", clicked);
      for (const stop of undo) stop();
      rule.destroy();
    };
  }, [context, pin, surface]);

  return (
    <div ref={line} className="rule" data-testid="rule" hidden>
      <b ref={moment} />
    </div>
  );
}
