import type { Undo } from "@mission-control/series";

/** Something that draws itself when a frame comes. */
export interface Drawable {
  draw(): void;
}

/** What of a document the frames need to know: whether anyone sees it. */
export interface Page {
  readonly hidden: boolean;
  addEventListener(type: "visibilitychange", listener: () => void): void;
  removeEventListener(type: "visibilitychange", listener: () => void): void;
}

/** As `requestAnimationFrame`. */
export type RequestFrame = (draw: () => void) => unknown;

/**
 * One animation frame for all that is dirty. No frame is asked for while nothing is, or while the page is hidden;
 * shown again, everything dirty is drawn once.
 */
export function createFrames() {
  let dirty = new Set<Drawable>();
  let drawing = new Set<Drawable>();
  let ask: (() => void) | undefined;

  return {
    /** Draws `drawable` once in the next frame, however often it is said. */
    add(drawable: Drawable): void {
      dirty.add(drawable);
      ask?.();
    },
    /** Forgets a drawable that is gone. */
    remove(drawable: Drawable): void {
      dirty.delete(drawable);
      drawing.delete(drawable);
    },
    /** Begins to draw; what was dirty already comes with the first frame. Undoing it stops. */
    start(requestFrame: RequestFrame, page: Page | undefined): Undo {
      let asked = false;
      let running = true;

      const request = () => {
        if (!running || asked || dirty.size === 0 || page?.hidden === true) return;
        asked = true;
        requestFrame(frame);
      };

      const frame = () => {
        asked = false;
        if (!running || page?.hidden === true) return;
        [dirty, drawing] = [drawing, dirty];
        try {
          for (const drawable of drawing) {
            drawing.delete(drawable);
            drawable.draw();
          }
        } finally {
          // Where one threw, the rest still gets its frame.
          for (const left of drawing) dirty.add(left);
          drawing.clear();
          request();
        }
      };

      ask = request;
      page?.addEventListener("visibilitychange", request);
      request();
      return () => {
        running = false;
        if (ask === request) ask = undefined;
        page?.removeEventListener("visibilitychange", request);
      };
    },
  };
}
