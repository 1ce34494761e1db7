import type { Event } from "@mission-control/contracts";
import { isOver } from "../events/alert-status.ts";

/** How an alert stands: its newest event, and since when it has been so. */
interface AlertState {
  readonly event: Event;
  readonly isFiring: boolean;
  readonly sinceMs: number;
}

/**
 * The state of each alert, told by what its events name as `alert`, else by their fingerprint, out of events newest first: those that fire in front, then by when they
 * changed last. `sinceMs` is the oldest of the events that say the same without another in between.
 */
export function alertStates(events: readonly Event[]): AlertState[] {
  const states = new Map<string, { event: Event; isFiring: boolean; sinceMs: number; isKnown: boolean }>();
  for (const event of events) {
    const key = keyOf(event);
    const known = states.get(key);
    const isFiring = !isOver(event);
    if (known === undefined) states.set(key, { event, isFiring, sinceMs: event.timeMs, isKnown: false });
    // What was before another state does not count.
    else if (known.isKnown || isFiring !== known.isFiring) known.isKnown = true;
    else known.sinceMs = event.timeMs;
  }
  return [...states.values()]
    .map(({ event, isFiring, sinceMs }) => ({ event, isFiring, sinceMs }))
    .sort((a, b) => Number(b.isFiring) - Number(a.isFiring) || b.sinceMs - a.sinceMs);
}

/** The title, and with it the fingerprint, may hold a value that changes. */
function keyOf({ attributes, fingerprint, id }: Event): string {
  const { alert } = attributes;
  return typeof alert === "string" && alert !== "" ? `alert ${alert}` : fingerprint || id;
}
