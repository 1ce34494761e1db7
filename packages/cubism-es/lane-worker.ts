import { createInk, type InkSheet } from "./ink.ts";
import { blankStroke, joinStroke } from "./join-stroke.ts";
import type { LaneWorker } from "./lane.ts";
import type { AnyLook } from "./look.ts";
import { createPack } from "./pack.ts";
import type { Stroke, Surface } from "./surface.ts";
import { createTile } from "./tile.ts";

/** What a page tells the worker of its tiles, lanes and captions, in order; one message carries all of a frame. */
export type LaneMessage = { readonly to: number } & (
  | { readonly do: "take" | "takeInk"; readonly canvas: OffscreenCanvas }
  | { readonly do: "size"; readonly columns: number; readonly rows: number }
  | { readonly do: "lane"; readonly tile: number; readonly top: number }
  | { readonly do: "look"; readonly look: AnyLook }
  /** Of all lanes that draw, packed by `createPack` one behind the other; it goes to no single one. */
  | { readonly do: "draw"; readonly strokes: Float64Array }
  | { readonly do: "sizeInk"; readonly sheet: InkSheet }
  /** The texts of some rows; `places` are their tops and heights in turn. */
  | { readonly do: "write"; readonly places: readonly number[]; readonly texts: readonly string[] }
  /** Last of a message: the worker says when it is done with it. */
  | { readonly do: "answer" }
  /** "leave" is for a tile: see there. */
  | { readonly do: "release" | "leave" | "destroy" }
);

/** What the worker answers where it is asked to when it is done with a message. */
export const DONE = "lanes drawn";
/** How many answers may be waited for: one to what the worker draws, and one to what it goes on with. */
const MOST_UNANSWERED = 2;
/** A worker that keeps up answers every fourth message only: to hear an answer costs the page time, too. */
const ANSWERED = 4;

/**
 * What is needed of a `Worker`: what is posted is copied at once, as its arrays are filled anew. Where answers cannot be
 * heard all is sent at once.
 */
export interface Port {
  postMessage(message: readonly LaneMessage[], transfer: Transferable[]): void;
  addEventListener?(type: "message", listener: (event: { data: unknown }) => void): void;
}

/** A lane of the worker's, and what of it waits to be sent. */
interface Remote {
  readonly to: number;
  columns: number;
  readonly waiting: Stroke;
  /** The look that the worker knows. */
  look: AnyLook | undefined;
}

/** An ink of the worker's, and the last text of each row that waits to be sent, with the row's height, by its top. */
interface RemoteInk {
  readonly to: number;
  readonly waiting: Map<number, { readonly height: number; readonly text: string }>;
}

/** A canvas can be handed over once, so its number is kept with it. */
const handed = new WeakMap<HTMLCanvasElement, number>();
let last = 0;

/**
 * Has lanes drawn by a worker, in which `serveLanes` runs: values go there, and pixels are made and shown there. Where the
 * browser cannot hand canvases over, lanes are drawn here. While the worker is behind nothing is sent: what is drawn
 * meanwhile becomes one stroke to a lane, so that what waits does not grow with time.
 */
export function createLaneWorker(port: Port): LaneWorker {
  let queue: LaneMessage[] = [];
  let transfer: Transferable[] = [];
  let isDue = false;
  let unanswered = 0;
  let count = 0;
  const drawn = new Set<Remote>();
  const written = new Set<RemoteInk>();
  const pack = createPack();

  port.addEventListener?.("message", ({ data }) => {
    if (data !== DONE) return;
    unanswered--;
    if (isDue) flush();
  });

  function flush(): void {
    if (unanswered >= MOST_UNANSWERED) return;
    isDue = false;
    const messages = queue;
    const moved = transfer;
    queue = [];
    transfer = [];
    // Last: lanes and inks were given their pixels before anything was drawn on them.
    for (const ink of written) messages.push(writeOf(ink));
    written.clear();
    for (const lane of drawn) packLane(lane, messages);
    drawn.clear();
    const strokes = pack.take();
    if (strokes !== undefined) messages.push({ to: 0, do: "draw", strokes });
    if (messages.length === 0) return;
    const isHeard = port.addEventListener !== undefined;
    if (isHeard && (unanswered > 0 || ++count % ANSWERED === 0)) {
      unanswered++;
      messages.push({ to: 0, do: "answer" });
    }
    port.postMessage(messages, moved);
  }

  /** One message for all rows: many small ones cost the page more than to draw the texts here would. */
  function writeOf({ to, waiting }: RemoteInk): LaneMessage {
    const places: number[] = [];
    const texts: string[] = [];
    for (const [top, { height, text }] of waiting) {
      places.push(top, height);
      texts.push(text);
    }
    waiting.clear();
    return { to, do: "write", places, texts };
  }

  function packLane(lane: Remote, messages: LaneMessage[]): void {
    const { to, waiting } = lane;
    if (waiting.look !== lane.look) {
      lane.look = waiting.look;
      messages.push({ to, do: "look", look: waiting.look });
    }
    pack.add(to, waiting);
    blankStroke(waiting, lane.columns);
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
    // One for all frames: drawing makes no garbage.
    const lane: Remote = { to: ++last, columns: 0, waiting: {} as Stroke, look: undefined };
    const { to } = lane;
    forget(0);
    send({ to, do: "lane", tile, top });
    /** What was drawn before is not to be seen any more. */
    function forget(columns: number): void {
      drawn.delete(lane);
      lane.columns = columns;
      blankStroke(lane.waiting, columns);
    }
    return {
      size(columns, rows) {
        forget(columns);
        lane.look = undefined;
        send({ to, do: "size", columns, rows });
        return columns > 0 && rows > 0;
      },
      draw(stroke) {
        joinStroke(lane.waiting, stroke, lane.columns);
        drawn.add(lane);
        flushSoon();
      },
      release() {
        forget(lane.columns);
        send({ to, do: "release" });
      },
      destroy() {
        forget(0);
        send({ to, do: "destroy" });
      },
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
        leave: () => send({ to, do: "leave" }),
        destroy: () => send({ to, do: "destroy" }),
      };
    },
    ink(canvas) {
      const to = hand(canvas, "takeInk");
      if (to === undefined) return createInk(canvas);
      const waiting: RemoteInk["waiting"] = new Map();
      const remote: RemoteInk = { to, waiting };
      /** What was written before is not to be seen any more. */
      const forget = () => {
        written.delete(remote);
        waiting.clear();
      };
      return {
        size(sheet) {
          forget();
          send({ to, do: "sizeInk", sheet });
        },
        write(top, height, text) {
          waiting.set(top, { height, text });
          written.add(remote);
          flushSoon();
        },
        destroy() {
          forget();
          send({ to, do: "destroy" });
        },
      };
    },
  };
}
