import type { Lane } from "@mission-control/contracts";
import { ceilToStep, floorToStep, type Labels, layColumns, type Undo } from "@mission-control/series";
import { createContext } from "cubism-es";
import { createLaneFeed, type LaneFeed } from "../data/lane-feed.ts";
import type { Services } from "../data/services.ts";
import { createBoard } from "./board.ts";
import { fillLegend } from "./lane-name.ts";
import { createPin } from "./pin.ts";

/** How many base steps tiles look back for their last value. */
const NOW_COLUMNS = 24;

/** So many feeds are kept of what is no longer shown, for when it is again. */
const KEPT_FEEDS = 1_000;

/** What of a lane its feed needs. */
type WatchedLane = Pick<Lane, "expr" | "store" | "rows" | "legend"> & Partial<Pick<Lane, "sort">>;

/** See `createWall`. */
export type Wall = ReturnType<typeof createWall>;

/**
 * What all lanes of a wall share: one clock and width, one feed for each lane, one board of values, one pinned moment.
 * `now` is a second clock on the base step, for numbers that say how it is now whatever the range.
 */
export function createWall(services: Services, baseStepMs: number) {
  const { clock, link, readPast } = services;
  const endMs = lastSealed();
  const context = createContext({ clock, step: baseStepMs, size: 0, columnPx: 1, endMs });
  const now = createContext({ clock, step: baseStepMs, size: NOW_COLUMNS, columnPx: 1, endMs });
  const board = createBoard({ context, clock });
  const pin = createPin(context);
  const feeds = new Map<string, LaneFeed>();

  /** The last step that is surely sealed; a little too early is set right by the first answer. */
  function lastSealed(): number {
    const heard = link.sealedMs();
    return Number.isNaN(heard) ? floorToStep(link.nowMs(), baseStepMs) - baseStepMs : heard;
  }

  function advance(sealedMs: number): void {
    // A step longer than the base step is shown while it still runs, or the newest hours of a month would be missing.
    context.advance(ceilToStep(sealedMs, context.step));
    now.advance(sealedMs);
  }

  function feed(key: string, make: () => LaneFeed): LaneFeed {
    const known = feeds.get(key);
    if (known !== undefined) return known;
    if (feeds.size >= KEPT_FEEDS) for (const [other, feed] of feeds) if (!feed.isUsed()) feeds.delete(other);
    const made = make();
    feeds.set(key, made);
    return made;
  }

  return {
    baseStepMs,
    context,
    now,
    board,
    pin,
    /**
     * Lays the wall anew: `rangeMs` on `widthPx` pixels, up to now or to where it stands still, which is its right edge or
     * lies `within` the last column. Nothing moves where only that edge is another one, or it is live again: that is told
     * by `pauseAt` and `resume`.
     */
    lay(rangeMs: number, widthPx: number, pausedMs: number | undefined, within = false): void {
      if (widthPx < 1) return;
      const { stepMs, columnPx, columns } = layColumns(rangeMs, widthPx, baseStepMs);
      if (stepMs === context.step && columnPx === context.columnPx && columns === context.size) return;
      const endMs =
        pausedMs !== undefined && !within ? pausedMs : ceilToStep(pausedMs ?? lastSealed(), stepMs);
      if (pausedMs !== undefined) context.pause();
      context.configure({ step: stepMs, columnPx, size: columns, endMs });
    },
    /** Stands still with `endMs` at the right edge, or `within` its last column. */
    pauseAt(endMs: number, within = false): void {
      context.pause();
      const edgeMs = within ? ceilToStep(endMs, context.step) : floorToStep(endMs, context.step);
      if (context.endMs !== edgeMs) context.configure({ endMs: edgeMs });
    },
    resume: context.resume,
    /** The feed of a lane on the wall's step; the same one for the same lane. */
    feedOf(key: string, lane: WatchedLane): LaneFeed {
      const { expr, store, rows, sort = "given", legend } = lane;
      const nameOf = legend === undefined ? undefined : (labels: Labels) => fillLegend(legend, labels);
      return feed(`wall ${key} ${sort} ${rows} ${store ?? ""} ${expr} ${legend ?? ""}`, () =>
        createLaneFeed({ expr, store, rowLimit: rows, sort, nameOf, baseStepMs, context, link, readPast }),
      );
    },
    /** The feed of one number as it is now. */
    feedNow: (expr: string, store: string | undefined): LaneFeed =>
      feed(`now ${store ?? ""} ${expr}`, () =>
        createLaneFeed({ expr, store, rowLimit: 1, baseStepMs, context: now, link, readPast }),
      ),
    /** Begins to move; undone, it stands still. */
    start(): Undo {
      const undo = [
        context.start(),
        board.start(),
        pin.start(),
        now.on("change", board.refresh),
        link.onStep((frame) => advance(frame.sealedMs)),
      ];
      return () => {
        for (const stop of undo) stop();
      };
    },
  };
}
