import type { Undo } from "@mission-control/series";
import type { Context } from "cubism-es";

/** Something on the wall that shows a value as text; `column` is the one under the rule, null where there is none. */
export interface Reading {
  write(column: number | null): void;
  /** What is not in sight is not written. */
  readonly inSight: () => boolean;
}

/** Writes every value text in sight once a frame, straight to the page: points never pass through React. */
export function createBoard(context: Context) {
  const readings = new Set<Reading>();
  const drawable = {
    draw() {
      const column = context.focused;
      for (const reading of readings) if (reading.inSight()) reading.write(column);
    },
  };
  const refresh = () => context.requestDraw(drawable);

  return {
    add(reading: Reading): Undo {
      readings.add(reading);
      refresh();
      return () => void readings.delete(reading);
    },
    /** Writes in the next frame. */
    refresh,
    start(): Undo {
      const undo = [context.on("change", refresh), context.on("focus", refresh)];
      return () => {
        for (const stop of undo) stop();
        context.cancelDraw(drawable);
      };
    },
  };
}

/** Sets an element's text only where it changed. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
