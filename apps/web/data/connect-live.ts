import type { Clock, Undo } from "@mission-control/series";
import { createEventSourceFeed, newLiveId } from "./live-feed.ts";
import { createLiveHub } from "./live-hub.ts";
import type { LivePort } from "./live-link.ts";
import type { FromPage, ToPage } from "./live-protocol.ts";
import { type LiveWorker, liveWorker } from "./open-live.ts";

/** The way to the stream: the worker that is shared by all tabs, or a hub of the page's own where there is none. */
export function connectLive(clock: Clock): LivePort {
  const local = () => createLocalPort(clock);
  return liveWorker === undefined ? local() : toWorker(liveWorker, local);
}

/** The port of a worker, and another in its place from when it is known that the worker will never say anything. */
export function toWorker({ port, isLost }: LiveWorker, instead: () => LivePort): LivePort {
  const listeners = new Map<(message: ToPage) => void, Undo>();
  const hear = (listener: (message: ToPage) => void): Undo => {
    const take = (event: MessageEvent<ToPage>) => listener(event.data);
    port.addEventListener("message", take);
    // What it said before anybody listened has waited.
    port.start();
    return () => port.removeEventListener("message", take);
  };
  let other: LivePort | undefined;
  let watched: FromPage | undefined;
  void isLost.then(() => {
    other = instead();
    for (const [listener, leave] of listeners) {
      leave();
      listeners.set(listener, other.onMessage(listener));
    }
    // Should it be there after all, it need not hold a stream for this page.
    port.postMessage({ type: "bye" } satisfies FromPage);
    // Each list of what a page watches is the whole.
    if (watched !== undefined) other.post(watched);
  });
  return {
    post(message) {
      if (message.type === "watch") watched = message;
      if (other === undefined) port.postMessage(message);
      else other.post(message);
    },
    onMessage(listener) {
      listeners.set(listener, other === undefined ? hear(listener) : other.onMessage(listener));
      return () => {
        listeners.get(listener)?.();
        listeners.delete(listener);
      };
    },
  };
}

/** A hub of the page's own. */
export function createLocalPort(clock: Clock, api?: string): LivePort {
  const hub = createLiveHub({ clock, feed: createEventSourceFeed(api), newId: newLiveId });
  const listeners = new Set<(message: ToPage) => void>();
  const page = hub.attach((message) => {
    for (const listener of [...listeners]) listener(message);
  });
  return {
    post: page.receive,
    onMessage(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
