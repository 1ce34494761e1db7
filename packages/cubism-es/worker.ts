/** Drawing on another thread: the page's side and the worker's. */
export { createLaneWorker, type LaneMessage } from "./lane-worker.ts";
export { serveLanes } from "./serve-lanes.ts";
