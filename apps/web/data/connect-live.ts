import type { Clock, Undo } from "@mission-control/series";
import { createEventSourceFeed, newLiveId } from "./live-feed.ts";
import { createLiveHub } from "./live-hub.ts";
import type { LivePort } from "./live-link.ts";
import type { FromPage, ToPage } from "./live-protocol.ts";

/**
 * The way to the stream: a shared worker, so that all tabs of a browser share one connection (HTTP/1.1 allows six), or
 * a hub of the page's own where there are no shared workers.
 */
export function connectLive(clock: Clock): LivePort {
  return typeof SharedWorker === "function" ? toWorker() : createLocalPort(clock);
}

function toWorker(): LivePort {
  const worker = new SharedWorker(new URL("./live-worker.ts", import.meta.url), {
    type: "module",
    name: "mission-control-live",
  });
  worker.port.start();
  return {
    post: (message: FromPage) => worker.port.postMessage(message),
    onMessage(listener): Undo {
      const take = (event: MessageEvent<ToPage>) => listener(event.data);
      worker.port.addEventListener("message", take);
      return () => worker.port.removeEventListener("message", take);
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
