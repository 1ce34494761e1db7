import type { Clock, Undo } from "@mission-control/series";
import { type Context, createContext } from "cubism-es";
import { createBoard } from "../wall/board.ts";
import { createFeed } from "./feed.ts";

/** Steps that the lanes can have, in milliseconds; each a multiple of the one before. */
export const steps = [1_000, 5_000, 15_000, 60_000, 300_000, 3_600_000] as const;

/** See `createGallery`. */
export type Gallery = ReturnType<typeof createGallery>;

/** A stage is one context with its metrics and its texts. */
export type Stage = ReturnType<typeof createStage>;

function createStage(clock: Clock, columnPx: number) {
  const context = createContext({ clock, step: steps[0], size: 0, columnPx, serverDelay: 0 });
  const feed = createFeed(context);
  const board = createBoard({ context, clock });
  return {
    context,
    feed,
    board,
    /** Lays the columns on a width in CSS pixels; a whole number of them, the oldest of which may stick out. */
    lay(widthPx: number, px = context.columnPx): void {
      const size = Math.ceil(widthPx / px);
      if (size !== context.size || px !== context.columnPx) context.configure({ size, columnPx: px });
    },
    start(): Undo {
      const undo = [feed.start(), context.start(), board.start()];
      return () => {
        for (const stop of undo) stop();
      };
    },
  };
}

/** The gallery's two stages, the 500 lanes and the exhibits, which show the same moments on different widths. */
export function createGallery(clock: Clock) {
  const wall = createStage(clock, 1);
  const hall = createStage(clock, 2);

  function link(from: Context, to: Context): Undo[] {
    return [
      from.on("focus", () => {
        if (from.focusedMs !== to.focusedMs) to.focusTime(from.focusedMs);
      }),
      from.on("pause", () => {
        if (from.paused === to.paused) return;
        if (from.paused) to.pause();
        else to.resume();
      }),
      from.on("change", () => {
        if (from.step !== to.step) to.configure({ step: from.step });
        if (from.paused && to.paused && from.endMs !== to.endMs) to.look(from.endMs);
      }),
    ];
  }

  return {
    wall,
    hall,
    start(): Undo {
      const undo = [
        wall.start(),
        hall.start(),
        ...link(wall.context, hall.context),
        ...link(hall.context, wall.context),
      ];
      return () => {
        for (const stop of undo) stop();
      };
    },
  };
}
