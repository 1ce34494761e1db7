import { createRule } from "cubism-es";
import { type RefObject, useEffect, useRef } from "react";
import { useWall } from "../wall/wall-context.ts";
import { isOnLanes } from "./on-lanes.ts";

/** The line across all lanes at the moment that is looked at. */
export function Rule({ surface }: { surface: RefObject<HTMLElement | null> }) {
  const { context, pin } = useWall();
  const line = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = surface.current!;
    const rule = createRule({ context, surface: element, line: line.current!, filter: isOnLanes });
    let x = 0;
    let isOver = false;
    const point = () => context.focus(context.columnAtX(x - element.getBoundingClientRect().left));
    const pointed = (event: PointerEvent) => {
      if (!isOnLanes(event)) {
        if (isOver) left(event);
        return;
      }
      isOver = true;
      x = event.clientX;
      if (event.pointerType !== "touch") pin.pointed(point);
    };
    const left = (event: PointerEvent) => {
      isOver = false;
      // A finger that lifts leaves the rule where it is.
      if (event.pointerType !== "touch") pin.left();
    };
    const clicked = (event: MouseEvent) => {
      if (!isOnLanes(event) || (event.target as Element).closest("button, a") !== null) return;
      x = event.clientX;
      point();
      pin.holdFocused();
    };
    const say = () => {
      if (context.focusedMs === null) delete line.current!.dataset.timeMs;
      else line.current!.dataset.timeMs = String(context.focusedMs);
    };
    element.addEventListener("pointermove", pointed);
    element.addEventListener("pointerleave", left);
    element.addEventListener("click", clicked);
    const unheard = context.on("focus", say);
    say();
    return () => {
      element.removeEventListener("pointermove", pointed);
      element.removeEventListener("pointerleave", left);
      element.removeEventListener("click", clicked);
      unheard();
      rule.destroy();
    };
  }, [context, pin, surface]);

  return <div ref={line} className="rule" data-testid="rule" hidden />;
}
