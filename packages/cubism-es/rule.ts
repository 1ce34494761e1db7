import type { Context } from "./context.ts";

/**
 * The rule across all lanes. It puts the focus where the pointer is over `surface` (whose left edge is that of the
 * lanes) and moves `line` to the middle of the focused column, wherever the focus came from. A mouse that leaves takes
 * the focus away; a finger that lifts leaves it.
 */
export function createRule(options: { context: Context; surface: HTMLElement; line: HTMLElement }): {
  destroy(): void;
} {
  const { context, surface, line } = options;

  const place = () => {
    const column = context.focused;
    line.hidden = column === null;
    if (column === null) return;
    line.style.transform = `translateX(${Math.floor((column + 0.5) * context.columnPx)}px)`;
  };

  const point = (event: PointerEvent) => {
    const { left } = surface.getBoundingClientRect();
    context.focus(context.columnAtX(event.clientX - left));
  };

  const leave = (event: PointerEvent) => {
    if (event.pointerType !== "touch") context.focus(null);
  };

  surface.addEventListener("pointermove", point);
  surface.addEventListener("pointerdown", point);
  surface.addEventListener("pointerleave", leave);
  const unplaced = context.on("focus", place);
  place();

  return {
    destroy() {
      surface.removeEventListener("pointermove", point);
      surface.removeEventListener("pointerdown", point);
      surface.removeEventListener("pointerleave", leave);
      unplaced();
    },
  };
}
