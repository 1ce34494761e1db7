import { systemClock } from "@mission-control/series";
import { createEventSourceFeed, newLiveId } from "./live-feed.ts";
import { createLiveHub } from "./live-hub.ts";
import type { FromPage } from "./live-protocol.ts";

const hub = createLiveHub({ clock: systemClock, feed: createEventSourceFeed(), newId: newLiveId });

globalThis.addEventListener("connect", (event) => {
  const port = (event as MessageEvent).ports[0];
  if (port === undefined) return;
  const page = hub.attach((message) => port.postMessage(message));
  port.onmessage = (said: MessageEvent<FromPage>) => page.receive(said.data);
});
