import type { Undo } from "@mission-control/series";

/** How far beyond the screen lanes are drawn already, so that scrolling meets no empty ones, in CSS pixels. */
const MARGIN_PX = 200;

/** Makes lanes visible as they come into sight, see `createSight`. */
export interface Sight {
  /** Watches a lane's canvas until it is undone. */
  add(canvas: Element, lane: { setVisible(visible: boolean): void }): Undo;
  destroy(): void;
}

/**
 * Draws only what is in sight: one observer for all lanes. `root` is what scrolls, the window where it is absent. Where
 * there is no observer, all lanes are visible.
 */
export function createSight(root: Element | null = null): Sight {
  const lanes = new Map<Element, { setVisible(visible: boolean): void }>();
  const observer =
    typeof globalThis.IntersectionObserver !== "function"
      ? undefined
      : new IntersectionObserver(
          (entries) => {
            for (const { target, isIntersecting } of entries) lanes.get(target)?.setVisible(isIntersecting);
          },
          { root, rootMargin: `${MARGIN_PX}px` },
        );
  return {
    add(canvas, lane) {
      lanes.set(canvas, lane);
      if (observer === undefined) lane.setVisible(true);
      else observer.observe(canvas);
      return () => {
        if (lanes.get(canvas) !== lane) return;
        lanes.delete(canvas);
        observer?.unobserve(canvas);
      };
    },
    destroy() {
      lanes.clear();
      observer?.disconnect();
    },
  };
}
