import type { Context } from "cubism-es";
import { isOnLanes } from "./on-lanes.ts";

/** Shorter than this is a click. */
const LEAST_PX = 5;

/**
 * Marks a stretch of time by hand, on the axis or, with Shift, on the lanes; let go, it is told. Escape gives it up. Undone
 * by what it returns.
 */
export function createBrush(options: {
  context: Context;
  /** The axis and the lanes. */
  body: HTMLElement;
  /** Its left edge is that of the oldest column. */
  surface: HTMLElement;
  chosen: (fromMs: number, toMs: number) => void;
}): () => void {
  const { context, body, surface, chosen } = options;
  const mark = document.createElement("div");
  mark.className = "wall-brush";
  mark.hidden = true;
  body.append(mark);
  let fromX: number | undefined;
  let toX = 0;
  let wasBrushed = false;

  const xOf = (event: PointerEvent) => event.clientX - surface.getBoundingClientRect().left;

  function begins(event: PointerEvent): boolean {
    if (event.button !== 0 || !(event.target instanceof Element)) return false;
    if (event.target.closest("button, a, input, [data-panels]") !== null) return false;
    if (event.target.closest(".axis-row") !== null) return event.pointerType !== "touch";
    return event.shiftKey && surface.contains(event.target) && isOnLanes(event);
  }

  function draw(): void {
    const [left, right] = [Math.min(fromX ?? 0, toX), Math.max(fromX ?? 0, toX)];
    const leftPx = surface.getBoundingClientRect().left - body.getBoundingClientRect().left;
    mark.hidden = fromX === undefined || right - left < LEAST_PX;
    mark.style.transform = `translateX(${left + leftPx}px)`;
    mark.style.width = `${right - left}px`;
  }

  function end(): void {
    fromX = undefined;
    draw();
  }

  const down = (event: PointerEvent) => {
    wasBrushed = false;
    if (!begins(event)) return;
    // The lanes are not dragged as well.
    event.stopPropagation();
    event.preventDefault();
    fromX = xOf(event);
    toX = fromX;
    body.setPointerCapture(event.pointerId);
  };
  const moved = (event: PointerEvent) => {
    if (fromX === undefined) return;
    toX = Math.max(0, Math.min(xOf(event), context.size * context.columnPx));
    draw();
  };
  const up = () => {
    if (fromX === undefined) return;
    const [left, right] = [Math.min(fromX, toX), Math.max(fromX, toX)];
    wasBrushed = right - left >= LEAST_PX;
    end();
    const timeAt = (x: number) => context.startMs + (x / context.columnPx) * context.step;
    if (wasBrushed) chosen(timeAt(left), timeAt(right));
  };
  const clicked = (event: MouseEvent) => {
    // The click that ends it pins no moment.
    if (wasBrushed) event.stopPropagation();
    wasBrushed = false;
  };
  const pressed = (event: KeyboardEvent) => {
    if (fromX === undefined || event.key !== "Escape") return;
    event.stopPropagation();
    end();
  };

  const gone = new AbortController();
  const { signal } = gone;
  body.addEventListener("pointerdown", down, { capture: true, signal });
  body.addEventListener("pointermove", moved, { signal });
  body.addEventListener("pointerup", up, { signal });
  body.addEventListener("pointercancel", end, { signal });
  body.addEventListener("click", clicked, { capture: true, signal });
  window.addEventListener("keydown", pressed, { capture: true, signal });
  return () => {
    gone.abort();
    mark.remove();
  };
}
