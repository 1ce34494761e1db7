import type { Clock, Undo } from "@mission-control/series";
import type { Context } from "cubism-es";

const DESCRIBE_SOON_MS = 1_000;
const DESCRIBE_MS = 15_000;

/** Something on the wall that shows a value as text; `column` is the one under the rule, null where there is none. */
export interface Reading {
  write(column: number | null): void;
  /** Puts it in words for those who do not see it; seldom, because nobody reads a text that keeps changing. */
  describe?(): void;
  /** What is not in sight is not written. */
  readonly inSight: () => boolean;
}

/** Writes every value text in sight once a frame, straight to the page: points never pass through React. */
export function createBoard(options: { context: Context; clock: Clock }) {
  const { context, clock } = options;
  const readings = new Set<Reading>();
  /** Those in sight that were put in words. */
  const said = new WeakSet<Reading>();
  let describing: Undo | undefined;
  const drawable = {
    draw() {
      const column = context.focused;
      for (const reading of readings) if (reading.inSight()) reading.write(column);
    },
  };
  const describe = (which: "all" | "new") => {
    for (const reading of readings) {
      if (!reading.inSight()) said.delete(reading);
      else if (which === "all" || !said.has(reading)) {
        said.add(reading);
        reading.describe?.();
      }
    }
  };
  const describeSoon = () => {
    describing ??= clock.after(DESCRIBE_SOON_MS, () => {
      describing = undefined;
      describe("new");
    });
  };
  const refresh = () => context.requestDraw(drawable);

  return {
    add(reading: Reading): Undo {
      readings.add(reading);
      refresh();
      describeSoon();
      return () => void readings.delete(reading);
    },
    /** Writes in the next frame. */
    refresh,
    /** A reading came into sight: it is written in the next frame, and put in words soon. */
    seen(): void {
      refresh();
      describeSoon();
    },
    start(): Undo {
      const undo = [
        context.on("change", refresh),
        context.on("focus", refresh),
        clock.every(DESCRIBE_MS, () => describe("all")),
      ];
      return () => {
        for (const stop of undo) stop();
        describing?.();
        describing = undefined;
        context.cancelDraw(drawable);
      };
    },
  };
}

/** Sets an element's text only where it changed. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
