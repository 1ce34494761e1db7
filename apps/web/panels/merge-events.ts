import type { Event } from "@mission-control/contracts";
import type { FoundEvents } from "./read-panel-events.ts";

/** Events that a panel keeps, or as many as it read. */
const MAX_EVENTS = 1_000;

/** What was found with what came: each event once, the newest first, no more than are kept. */
export function mergeEvents(before: FoundEvents, came: readonly Event[]): FoundEvents {
  const known = new Set(before.events.map(({ id }) => id));
  const fresh = came.filter(({ id }) => !known.has(id));
  const events = [...fresh, ...before.events].sort((a, b) => b.timeMs - a.timeMs);
  const most = Math.max(MAX_EVENTS, before.events.length);
  return { events: events.slice(0, most), isCut: before.isCut || events.length > most };
}
