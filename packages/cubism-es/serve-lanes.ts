import { createInk, type Ink } from "./ink.ts";
import type { LaneMessage } from "./lane-worker.ts";
import { type Kept, unpack } from "./pack.ts";
import type { Surface, Tile } from "./surface.ts";
import { createTile } from "./tile.ts";

/** What is needed of a worker's own scope, `self`. */
export interface WorkerScope {
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
}

interface Served extends Kept {
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
        tiles.set(
          to,
          createTile(message.canvas, (show) => due.push(show)),
        );
        return;
      case "takeInk":
        inks.set(to, createInk(message.canvas));
        return;
      case "lane": {
        const surface = tiles.get(message.tile)?.surface(message.top);
        if (surface !== undefined) lanes.set(to, { surface, columns: 0, data: [], look: undefined });
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
      case "write":
        inks.get(to)?.write(message.top, message.height, message.text);
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
    for (const message of data as LaneMessage[]) obey(message);
    const shown = due;
    due = [];
    for (const show of shown) show();
  });
}
