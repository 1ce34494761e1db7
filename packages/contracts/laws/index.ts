/**
 * The law books of the ports: tests that every adapter runs, so that one store can stand in for another.
 * Call them at the top of a test file of the adapter.
 */
export { eventStoreLaws } from "./event-store.ts";
export { seriesStoreLaws } from "./series-store.ts";
export { lawHourMs, type Made } from "./subject.ts";
