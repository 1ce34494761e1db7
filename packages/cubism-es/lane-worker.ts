import type { Columns } from "./columns.ts";
import type { LaneWorker } from "./lane.ts";
import type { AnyLook } from "./look.ts";
import { createCanvasSurface, type Stroke, type Surface } from "./surface.ts";

/** What of a stroke goes to a worker: the columns that changed only, one to three arrays of each reader. */
interface SentStroke extends Omit<Stroke, "data" | "look"> {
  /** Absent where it is as in the stroke before. */
  look?: AnyLook;
  /** Where the values begin: one column before `from`, as a line is joined to it. */
  readonly at: number;
  /** Of each reader its means, or means, least and greatest. */
  readonly values: readonly (readonly Float64Array[])[];
}

/** What a page tells the worker of its lanes, in order; one message carries all of a frame. */
export type LaneMessage =
  | { readonly to: number; readonly do: "take"; readonly canvas: OffscreenCanvas }
  | { readonly to: number; readonly do: "size"; readonly columns: number; readonly rows: number }
  | { readonly to: number; readonly do: "draw"; readonly stroke: SentStroke }
  | { readonly to: number; readonly do: "release" | "destroy" };

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

  function flush(): void {
    const messages = queue;
    const moved = transfer;
    queue = [];
    transfer = [];
    port.postMessage(messages, moved);
  }

  function send(message: LaneMessage): void {
    // One message for all lanes of a frame: it goes once the frame's script is over.
    if (queue.push(message) === 1) queueMicrotask(flush);
  }

  function hand(canvas: HTMLCanvasElement): number {
    const known = handed.get(canvas);
    if (known !== undefined) return known;
    const to = ++last;
    handed.set(canvas, to);
    const offscreen = canvas.transferControlToOffscreen();
    transfer.push(offscreen);
    send({ to, do: "take", canvas: offscreen });
    return to;
  }

  function remote(to: number): Surface {
    let look: AnyLook | undefined;
    return {
      size(columns, rows) {
        look = undefined;
        send({ to, do: "size", columns, rows });
        return columns > 0 && rows > 0;
      },
      draw({ data, look: next, ...stroke }) {
        const at = Math.max(0, stroke.from - 1);
        const values = data.map((columns) => cut(columns, at, stroke.to));
        for (const arrays of values) for (const { buffer } of arrays) transfer.push(buffer as ArrayBuffer);
        const isKnown = next === look;
        look = next;
        send({ to, do: "draw", stroke: { ...stroke, at, values, ...(!isKnown && { look: next }) } });
      },
      release: () => send({ to, do: "release" }),
      destroy: () => send({ to, do: "destroy" }),
    };
  }

  return {
    surface: (canvas) =>
      typeof canvas.transferControlToOffscreen === "function"
        ? remote(hand(canvas))
        : createCanvasSurface(canvas),
  };
}

function cut({ mean, min, max }: Columns, from: number, to: number): Float64Array[] {
  const means = mean.slice(from, to);
  for (let i = from; i < to; i++) {
    if (min[i]! < max[i]!) return [means, min.slice(from, to), max.slice(from, to)];
  }
  return [means];
}
