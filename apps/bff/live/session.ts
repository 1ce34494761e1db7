import type { ServerResponse } from "node:http";
import { type LaneSubscription, limits } from "@mission-control/contracts";

/** One browser's stream: what it watches, and the response that carries it while it is connected. */
export function createSession(id: string) {
  let response: ServerResponse | undefined;
  let lanes: readonly LaneSubscription[] = [];
  let lastSentMs = Number.NEGATIVE_INFINITY;
  let disconnectedAtMs = 0;
  let behind = false;
  let catchingUp = false;

  function write(text: string): boolean {
    if (response === undefined || response.destroyed) return false;
    if (response.writableLength > limits.watcherBacklogBytes) behind = true;
    if (behind && response.writableLength > 0) return false;
    if (behind) {
      behind = false;
      response.write(
        sse("reset", JSON.stringify({ reason: "this browser read too slowly and missed steps" })),
      );
    }
    response.write(text);
    return true;
  }

  return {
    id,
    /** Sends one message; while the reader is behind nothing is buffered, and a reset goes first when it reads again. */
    send: (event: string, data: string, sseId?: number) => write(sse(event, data, sseId)),
    /** Sends a step and remembers it as the last. */
    sendStep(data: string, sealedMs: number): void {
      if (write(sse("step", data, sealedMs))) lastSentMs = sealedMs;
    },
    /** Takes a new connection. While it catches up on what it missed, live steps pass it by. */
    attach(to: ServerResponse, willCatchUp: boolean): void {
      if (response !== undefined && response !== to) response.end();
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
    watch(next: readonly LaneSubscription[]): void {
      lanes = next;
    },
    end: () => response?.end(),
    /** Ends a connection that has taken nothing since the last look: half open, or a reader that stopped. */
    reapIfStalled(bytesSeen: Map<string, number>): void {
      if (response === undefined) return;
      const written = (response.socket?.bytesWritten ?? 0) - response.writableLength;
      if (response.writableLength > 0 && bytesSeen.get(id) === written) response.destroy();
      bytesSeen.set(id, written);
    },
    get connected() {
      return response !== undefined;
    },
    /** Whether live steps go to it. */
    get live() {
      return response !== undefined && !catchingUp;
    },
    get lanes() {
      return lanes;
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

/** A message as server-sent events frame it. `data` is one line of JSON. */
function sse(event: string, data: string, id?: number): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}
