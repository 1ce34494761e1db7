import type { LaneSubscription, Subscribed } from "@mission-control/contracts";
import type { Undo } from "@mission-control/series";

/** What comes out of a stream. `data` is the message's JSON. */
export interface FeedListener {
  message(type: string, data: unknown): void;
  /** The connection broke; the feed tries again by itself. */
  lost(): void;
  /** The feed gave up. */
  closed(): void;
}

/** The wire behind the live hub: a stream to read, and subscriptions to put. */
export interface LiveFeed {
  open(id: string, listener: FeedListener): Undo;
  /** "unknown": the server has no such stream. "away": it did not answer. */
  subscribe(id: string, lanes: readonly LaneSubscription[]): Promise<Subscribed | "unknown" | "away">;
}

const MESSAGES = ["hello", "step", "events", "reset", "heartbeat"] as const;

/** The feed over Server-Sent Events at `/api/live`, or below another root of the API. */
export function createEventSourceFeed(api = "/api"): LiveFeed {
  return {
    open(id, listener) {
      const source = new EventSource(`${api}/live?id=${encodeURIComponent(id)}`);
      for (const type of MESSAGES) {
        source.addEventListener(type, (event) => listener.message(type, JSON.parse(event.data)));
      }
      source.onerror = () => (source.readyState === EventSource.CLOSED ? listener.closed() : listener.lost());
      return () => source.close();
    },
    async subscribe(id, lanes) {
      try {
        const response = await fetch(`${api}/live/${encodeURIComponent(id)}/subscriptions`, {
          method: "PUT",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ lanes }),
        });
        if (response.status === 404) return "unknown";
        return response.ok ? ((await response.json()) as Subscribed) : "away";
      } catch {
        return "away";
      }
    },
  };
}

/** A new name for a stream: 128 random bits. */
export function newLiveId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
