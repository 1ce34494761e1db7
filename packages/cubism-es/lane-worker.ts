import { createInk, type InkSheet } from "./ink.ts";
import type { LaneWorker } from "./lane.ts";
import type { AnyLook } from "./look.ts";
import { createPack } from "./pack.ts";
import type { Surface } from "./surface.ts";
import { createTile } from "./tile.ts";

/** What a page tells the worker of its tiles, lanes and captions, in order; one message carries all of a frame. */
export type LaneMessage = { readonly to: number } & (
  | { readonly do: "take" | "takeInk"; readonly canvas: OffscreenCanvas }
  | { readonly do: "size"; readonly columns: number; readonly rows: number }
  | { readonly do: "lane"; readonly tile: number; readonly top: number }
  | { readonly do: "look"; readonly look: AnyLook }
  /** Of all lanes that draw, packed by `packStroke` one behind the other; it goes to no single one. */
  | { readonly do: "draw"; readonly strokes: Float64Array }
  | { readonly do: "sizeInk"; readonly sheet: InkSheet }
  | { readonly do: "write"; readonly top: number; readonly height: number; readonly text: string }
  | { readonly do: "release" | "destroy" }
);

/** What is needed of a `Worker`. */
export interface Port {
  postMessage(message: readonly LaneMessage[], transfer: Transferable[]): void;
}

/** A canvas can be handed over once, so its number is kept with it. */
const handed = new WeakMap<HTMLCanvasElement, number>();
let last = 0;

/**
 * Has lanes drawn by a worker, in which `serveLanes` runs: values go there, and pixels are made and shown there. Where the
 * browser cannot hand canvases over, lanes are drawn here.
 */
export function createLaneWorker(port: Port): LaneWorker {
  let queue: LaneMessage[] = [];
  let transfer: Transferable[] = [];
  let isDue = false;
  const pack = createPack();

  function flush(): void {
    const messages = queue;
    const moved = transfer;
    isDue = false;
    queue = [];
    transfer = [];
    const strokes = pack.take();
    // Last: lanes were given their pixels before they drew.
    if (strokes.length > 0) messages.push({ to: 0, do: "draw", strokes });
    port.postMessage(messages, moved);
  }

  /** One message for all lanes of a frame: it goes once the frame's script is over. */
  function flushSoon(): void {
    if (isDue) return;
    isDue = true;
    queueMicrotask(flush);
  }

  function send(message: LaneMessage): void {
    queue.push(message);
    flushSoon();
  }

  /** The number of a canvas that the worker has; undefined where it cannot be handed over. */
  function hand(canvas: HTMLCanvasElement, take: "take" | "takeInk"): number | undefined {
    if (typeof canvas.transferControlToOffscreen !== "function") return undefined;
    const known = handed.get(canvas);
    if (known !== undefined) return known;
    const to = ++last;
    handed.set(canvas, to);
    const offscreen = canvas.transferControlToOffscreen();
    transfer.push(offscreen);
    send({ to, do: take, canvas: offscreen });
    return to;
  }

  function remote(tile: number, top: number): Surface {
    const to = ++last;
    let look: AnyLook | undefined;
    send({ to, do: "lane", tile, top });
    return {
      size(columns, rows) {
        look = undefined;
        send({ to, do: "size", columns, rows });
        return columns > 0 && rows > 0;
      },
      draw(stroke) {
        if (stroke.look !== look) {
          look = stroke.look;
          send({ to, do: "look", look });
        }
        pack.add(to, stroke);
        flushSoon();
      },
      release: () => send({ to, do: "release" }),
      destroy: () => send({ to, do: "destroy" }),
    };
  }

  return {
    tile(canvas, soon) {
      const to = hand(canvas, "take");
      if (to === undefined) return createTile(canvas, soon);
      return {
        size: (columns, rows) => send({ to, do: "size", columns, rows }),
        surface: (top) => remote(to, top),
        release: () => send({ to, do: "release" }),
        destroy: () => send({ to, do: "destroy" }),
      };
    },
    ink(canvas) {
      const to = hand(canvas, "takeInk");
      if (to === undefined) return createInk(canvas);
      return {
        size: (sheet) => send({ to, do: "sizeInk", sheet }),
        write: (top, height, text) => send({ to, do: "write", top, height, text }),
        destroy: () => send({ to, do: "destroy" }),
      };
    },
  };
}
