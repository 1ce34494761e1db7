import type { LaneWorker } from "cubism-es";
import { createLaneWorker } from "cubism-es/worker";
import { useSyncExternalStore } from "react";

let isTried = false;
let made: LaneWorker | undefined;
let isLost = false;
const listeners = new Set<() => void>();

/**
 * The worker that draws lanes: one for the whole page, made when a wall is asked for, or the first stack needs it.
 * Undefined where it could not be made or had, as where its script does not come: lanes are then drawn by the page.
 */
export function laneWorker(): LaneWorker | undefined {
  if (!isTried) {
    isTried = true;
    made = open();
  }
  return made;
}

function open(): LaneWorker | undefined {
  let worker: Worker;
  try {
    worker = new Worker(new URL("./lanes.worker.ts", import.meta.url), {
      type: "module",
      name: "mission-control-lanes",
    });
  } catch {
    // There is no such thing here, or a policy forbids it.
    return undefined;
  }
  worker.addEventListener("error", () => {
    made = undefined;
    isLost = true;
    worker.terminate();
    for (const listener of [...listeners]) listener();
  });
  return createLaneWorker(worker);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Whether the worker failed after stacks were made with it: they are to be made anew then. */
export const useIsWorkerLost = (): boolean => useSyncExternalStore(subscribe, () => isLost);
