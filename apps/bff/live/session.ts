import type { ServerResponse } from "node:http";
import { limits } from "@mission-control/contracts";
import { noLanes, type WatchList } from "./watch-lists.ts";

/**
 * One browser's stream: what it watches, and the response that carries it while it is connected. `hearsEvents` says whether
 * it is told what happens.
 */
export function createSession(id: string, hearsEvents = true) {
  let response: ServerResponse | undefined;
  let list = noLanes;
  let lastSentMs = Number.NEGATIVE_INFINITY;
  let disconnectedAtMs = 0;
  let behind = false;
  let catchingUp = false;

  function write(message: string | Buffer): boolean {
    // One that was ended waits for its reader: whoever writes to it then ends the process.
    if (response === undefined || response.destroyed || response.writableEnded) return false;
    if (response.writableLength > limits.watcherBacklogBytes) behind = true;
    if (behind && response.writableLength > 0) return false;
    if (behind) {
      behind = false;
      response.write(
        sse("reset", JSON.stringify({ reason: "this browser read too slowly and missed steps" })),
      );
    }
    response.write(message);
    return true;
  }

  return {
    id,
    hearsEvents,
    /** Sends one message; while the reader is behind nothing is buffered, and a reset goes first when it reads again. */
    send: (event: string, data: string, sseId?: number) => write(sse(event, data, sseId)),
    /** Sends a message that many get, as `messageOf` makes it. */
    sendMessage: (message: Buffer) => write(message),
    /** Sends the message of a step and remembers it as the last. */
    sendStep(message: Buffer, sealedMs: number): void {
      if (write(message)) lastSentMs = sealedMs;
    },
    /** Takes a new connection. While it catches up on what it missed, live steps pass it by. */
    attach(to: ServerResponse, willCatchUp: boolean): void {
      // Cut off: a reader that stalls would hold it for ever.
      if (response !== undefined && response !== to) response.destroy();
      response = to;
      behind = false;
      catchingUp = willCatchUp;
    },
    /** It has all up to `sealedMs`; live steps follow. */
    caughtUp(sealedMs: number): void {
      lastSentMs = sealedMs;
      catchingUp = false;
    },
    /** The connection is gone; what was watched is kept for a while so that it can be resumed. */
    detach(from: ServerResponse, nowMs: number): void {
      if (response !== from) return;
      response = undefined;
      disconnectedAtMs = nowMs;
    },
    watch(next: WatchList): void {
      list = next;
    },
    end: () => response?.end(),
    /** Ends a connection that has taken nothing since the last look: half open, or a reader that stopped. */
    reapIfStalled(bytesSeen: Map<string, number>): void {
      if (response === undefined) return;
      const written = (response.socket?.bytesWritten ?? 0) - response.writableLength;
      if (response.writableLength > 0 && bytesSeen.get(id) === written) response.destroy();
      bytesSeen.set(id, written);
    },
    /** Whether it is this connection that carries it: another may have come in its place, or it is gone. */
    isOn: (connection: ServerResponse) => response === connection,
    get connected() {
      return response !== undefined;
    },
    /** Whether live steps go to it. */
    get live() {
      return response !== undefined && !catchingUp;
    },
    get list() {
      return list;
    },
    get lastSentMs() {
      return lastSentMs;
    },
    get disconnectedAtMs() {
      return disconnectedAtMs;
    },
  };
}

/** One browser's stream. */
export type Session = ReturnType<typeof createSession>;

/** A message in bytes, for all that get it. */
export const messageOf = (event: string, data: string, id?: number): Buffer =>
  Buffer.from(sse(event, data, id));

/** A message as server-sent events frame it. `data` is one line of JSON. */
function sse(event: string, data: string, id?: number): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}
