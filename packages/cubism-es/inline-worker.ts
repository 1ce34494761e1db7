import type { LaneWorker } from "./lane.ts";
import { createLaneWorker } from "./lane-worker.ts";
import { serveLanes } from "./serve-lanes.ts";

/** A worker in this thread, for tests: its messages are copied, as between threads, and arrive at once. */
export function createInlineWorker(): LaneWorker {
  let hear: (event: { data: unknown }) => void = () => {};
  serveLanes({
    addEventListener(_, listener) {
      hear = listener;
    },
  });
  return createLaneWorker({
    postMessage: (messages) =>
      hear({
        data: messages.map((message) => ("canvas" in message ? message : structuredClone(message))),
      }),
  });
}
