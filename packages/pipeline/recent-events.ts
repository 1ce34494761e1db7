import {
  type Event,
  type EventPage,
  type EventQuery,
  eventCursor,
  newestFirst,
} from "@mission-control/contracts";
import { createEventShelf, type EventShelf } from "./event-shelf.ts";

const REQUEST = "request";

/**
 * The last events in memory: requests on a shelf of their own, everything else on another, so that a flood of requests pushes no
 * deploy and no error out. An id counts once on both together.
 */
export function createRecentEvents(options: { startMs: number; maxEvents: number; maxRequests: number }) {
  const others = createEventShelf(options.maxEvents, options.startMs);
  const requests = createEventShelf(options.maxRequests, options.startMs);

  function shelvesFor({ type, except }: Pick<EventQuery, "type" | "except"> = {}): EventShelf[] {
    if (type !== undefined) return [type === REQUEST ? requests : others];
    return except === REQUEST ? [others] : [others, requests];
  }

  return {
    /** Keeps events, and gives back those whose id was new. */
    append(batch: readonly Event[]): Event[] {
      const seen = new Set<string>();
      const fresh = batch.filter(
        ({ id }) => !others.has(id) && !requests.has(id) && !seen.has(id) && seen.add(id),
      );
      others.append(fresh.filter(({ type }) => type !== REQUEST));
      requests.append(fresh.filter(({ type }) => type === REQUEST));
      return fresh;
    },
    /**
     * A page of events, newest first.
     * @throws Refusal `invalid_query` where `before` is no cursor.
     */
    find(query: EventQuery): EventPage {
      const pages = shelvesFor(query).map((shelf) => shelf.find(query));
      if (pages.length === 1) return pages[0]!;
      const all = pages.flatMap((page) => page.events).sort(newestFirst);
      const events = all.slice(0, query.limit);
      const more = all.length > query.limit || pages.some((page) => page.next !== null);
      return { events, next: more ? eventCursor(events.at(-1)!) : null };
    },
    /** Forgets all events before a time, or those of one type. */
    dropBefore(timeMs: number, type?: string): void {
      for (const shelf of shelvesFor(type === undefined ? {} : { type })) shelf.dropBefore(timeMs, type);
    },
    /** From when on, ms, all is here that a query may ask for; without one, all there is. */
    coversFromMs: (query?: Pick<EventQuery, "type" | "except">): number =>
      Math.max(...shelvesFor(query).map((shelf) => shelf.coversFromMs())),
    /** Says from when on, ms, all has been put in. */
    coverFrom(othersMs: number, requestsMs: number): void {
      others.coverFrom(othersMs);
      requests.coverFrom(requestsMs);
    },
  };
}
