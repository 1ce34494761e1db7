import type { Undo } from "@mission-control/series";

/** A pointer that moved less than this has clicked. */
const CLICK_PX = 4;

/** What happens to a surface by mouse, pen and fingers. */
export interface DragListener {
  began(): void;
  /** So many CSS pixels to the right of where it began. */
  dragged(px: number): void;
  dropped(): void;
  /** Two fingers went apart (above 0) or together, as a natural logarithm, around a place on the screen. */
  pinched(amount: number, clientX: number): void;
}

interface Pointer {
  x: number;
  y: number;
}

/**
 * Watches a surface for drags sideways and for pinches that begin where `filter` says so. Dragging up and down stays the page's; a click that ends a drag is
 * not passed on.
 */
export function watchDrags(
  surface: HTMLElement,
  filter: (event: Event) => boolean,
  listener: DragListener,
): Undo {
  const pointers = new Map<number, Pointer>();
  let dragging: number | undefined;
  let fromX = 0;
  let fromY = 0;
  let apart = 0;
  let swallowsClick = false;

  function drop(): void {
    if (dragging === undefined) return;
    dragging = undefined;
    swallowsClick = true;
    listener.dropped();
  }

  /** How far two fingers are from each other, and the place between them. */
  function measure(): { apart: number; x: number } | undefined {
    const [a, b] = pointers.values();
    if (a === undefined || b === undefined || pointers.size !== 2) return undefined;
    return { apart: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)), x: (a.x + b.x) / 2 };
  }

  const down = (event: PointerEvent) => {
    swallowsClick = false;
    if (event.button !== 0 || !filter(event)) return;
    if ((event.target as Partial<Element> | null)?.closest?.("button, a, input")) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.size === 1) {
      fromX = event.clientX;
      fromY = event.clientY;
      return;
    }
    drop();
    apart = measure()?.apart ?? 0;
  };

  const move = (event: PointerEvent) => {
    const pointer = pointers.get(event.pointerId);
    if (pointer === undefined) return;
    // A button let go of outside the window.
    if (event.pointerType === "mouse" && event.buttons === 0) return up(event);
    pointer.x = event.clientX;
    pointer.y = event.clientY;
    const two = measure();
    if (two !== undefined) {
      if (apart > 0) listener.pinched(Math.log(two.apart / apart), two.x);
      apart = two.apart;
      swallowsClick = true;
      return;
    }
    const byX = event.clientX - fromX;
    if (dragging === undefined) {
      if (Math.abs(byX) < CLICK_PX || Math.abs(byX) < Math.abs(event.clientY - fromY)) return;
      dragging = event.pointerId;
      surface.setPointerCapture(event.pointerId);
      listener.began();
    }
    if (dragging === event.pointerId) listener.dragged(byX);
  };

  const up = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) return;
    if (dragging === event.pointerId) drop();
    // The finger that is left begins anew where it is.
    const [left] = pointers.values();
    if (left !== undefined) {
      fromX = left.x;
      fromY = left.y;
    }
    apart = 0;
  };

  const click = (event: MouseEvent) => {
    if (!swallowsClick) return;
    swallowsClick = false;
    event.stopImmediatePropagation();
    event.preventDefault();
  };

  const touchAction = surface.style.touchAction;
  surface.style.touchAction = "pan-y";
  surface.addEventListener("pointerdown", down);
  surface.addEventListener("pointermove", move);
  surface.addEventListener("pointerup", up);
  surface.addEventListener("pointercancel", up);
  surface.addEventListener("click", click, true);
  return () => {
    surface.style.touchAction = touchAction;
    surface.removeEventListener("pointerdown", down);
    surface.removeEventListener("pointermove", move);
    surface.removeEventListener("pointerup", up);
    surface.removeEventListener("pointercancel", up);
    surface.removeEventListener("click", click, true);
  };
}
