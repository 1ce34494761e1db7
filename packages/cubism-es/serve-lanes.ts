import { createInk, type Ink } from "./ink.ts";
import { DONE, type LaneMessage } from "./lane-worker.ts";
import { type Kept, unpack } from "./pack.ts";
import type { Surface, Tile } from "./surface.ts";
import { createTile } from "./tile.ts";

/** What is needed of a worker's own scope, `self`. */
export interface WorkerScope {
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  /** Tells the page what it is done with; a page that hears answers sends no more without them. */
  postMessage?(message: unknown): void;
}

interface Served extends Kept {
  readonly tile: number;
  readonly surface: Surface;
}

/** Runs in a worker, for `createLaneWorker`: a worker's whole script is `serveLanes(self)`. */
export function serveLanes(scope: WorkerScope): void {
  const tiles = new Map<number, Tile>();
  const lanes = new Map<number, Served>();
  const inks = new Map<number, Ink>();
  let due: (() => void)[] = [];

  function obey(message: LaneMessage): void {
    const { to } = message;
    switch (message.do) {
      case "take":
        askForPixels(message.canvas);
        tiles.set(
          to,
          createTile(message.canvas, (show) => due.push(show)),
        );
        return;
      case "takeInk":
        askForPixels(message.canvas);
        inks.set(to, createInk(message.canvas));
        return;
      case "lane": {
        const { tile } = message;
        const surface = tiles.get(tile)?.surface(message.top);
        if (surface !== undefined) lanes.set(to, { tile, surface, columns: 0, data: [], look: undefined });
        return;
      }
      case "size": {
        tiles.get(to)?.size(message.columns, message.rows);
        const lane = lanes.get(to);
        if (lane === undefined) return;
        lane.columns = message.columns;
        lane.data = [];
        lane.surface.size(message.columns, message.rows);
        return;
      }
      case "look": {
        const lane = lanes.get(to);
        if (lane !== undefined) lane.look = message.look;
        return;
      }
      case "draw":
        unpack(
          message.strokes,
          (whose) => lanes.get(whose),
          ({ surface }, stroke) => surface.draw(stroke),
        );
        return;
      case "sizeInk":
        inks.get(to)?.size(message.sheet);
        return;
      case "write": {
        const ink = inks.get(to);
        message.texts.forEach((text, i) => {
          ink?.write(message.places[2 * i]!, message.places[2 * i + 1]!, text);
        });
        return;
      }
      case "answer":
        return;
      case "leave":
        // The canvas may have its next lane already, and where it has none it may get one: it is handed over only once.
        if (![...lanes.values()].some(({ tile }) => tile === to)) tiles.get(to)?.leave();
        return;
      default:
        end(to, message.do);
    }
  }

  function end(to: number, what: "release" | "destroy"): void {
    const lane = lanes.get(to);
    if (lane !== undefined) lane.data = [];
    (lane?.surface ?? tiles.get(to))?.[what]();
    if (what === "release") return;
    inks.get(to)?.destroy();
    for (const all of [lanes, tiles, inks]) all.delete(to);
  }

  scope.addEventListener("message", ({ data }) => {
    if (!Array.isArray(data)) return;
    const messages = data as LaneMessage[];
    try {
      for (const message of messages) obey(message);
      const shown = due;
      due = [];
      for (const show of shown) show();
    } finally {
      if (messages.at(-1)?.do === "answer") scope.postMessage?.(DONE);
    }
  });
}

/** A page can draw lanes itself where its worker fails, but not where it stays empty without a word. */
function askForPixels(canvas: OffscreenCanvas): void {
  if (canvas.getContext("2d", { willReadFrequently: true }) === null) {
    throw new Error("This worker has no canvas to draw on.");
  }
}
