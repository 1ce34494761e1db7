import type { Clock, Undo } from "@mission-control/series";
import { createEventSourceFeed, newLiveId } from "./live-feed.ts";
import { createLiveHub } from "./live-hub.ts";
import type { LivePort } from "./live-link.ts";
import type { FromPage, ToPage } from "./live-protocol.ts";
import { liveWorker } from "./open-live.ts";

/** The way to the stream: the worker that is shared by all tabs, or a hub of the page's own where there is none. */
export function connectLive(clock: Clock): LivePort {
  return liveWorker === undefined ? createLocalPort(clock) : toWorker(liveWorker);
}

function toWorker({ port }: SharedWorker): LivePort {
  return {
    post: (message: FromPage) => port.postMessage(message),
    onMessage(listener): Undo {
      const take = (event: MessageEvent<ToPage>) => listener(event.data);
      port.addEventListener("message", take);
      // What it said before anybody listened has waited.
      port.start();
      return () => port.removeEventListener("message", take);
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
