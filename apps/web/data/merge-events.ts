import type { Event } from "@mission-control/contracts";

/** Newest first: by time, then by id. */
function newestFirst(a: Event, b: Event): number {
  if (a.timeMs !== b.timeMs) return b.timeMs - a.timeMs;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}

/** Two lists as one, newest first, each id once, at most `keep`. */
export function mergeEvents(a: readonly Event[], b: readonly Event[], keep: number): readonly Event[] {
  if (b.length === 0) return a;
  const byId = new Map(a.map((event) => [event.id, event]));
  for (const event of b) byId.set(event.id, event);
  return [...byId.values()].sort(newestFirst).slice(0, keep);
}
