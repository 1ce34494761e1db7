import type { LaneWorker } from "cubism-es";
import { createLaneWorker } from "cubism-es/worker";
import { useSyncExternalStore } from "react";

let made: LaneWorker | undefined;
let hasFailed = false;
const listeners = new Set<() => void>();

/**
 * The worker that draws lanes: one for the whole page, made when the first stack needs it. Undefined once it failed, as
 * where its script could not be had: lanes are then drawn by the page.
 */
function laneWorker(): LaneWorker | undefined {
  if (hasFailed) return undefined;
  made ??= createLaneWorker(open());
  return made;
}

function open(): Worker {
  const worker = new Worker(new URL("./lanes.worker.ts", import.meta.url), {
    type: "module",
    name: "mission-control-lanes",
  });
  worker.addEventListener("error", () => {
    hasFailed = true;
    worker.terminate();
    for (const listener of [...listeners]) listener();
  });
  return worker;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** See `laneWorker`. */
export const useLaneWorker = (): LaneWorker | undefined => useSyncExternalStore(subscribe, laneWorker);
