import {
  type Event,
  type EventPage,
  type EventQuery,
  eventCursor,
  newestFirst,
  parseEventCursor,
  Refusal,
} from "@mission-control/contracts";

/**
 * The last events in memory, oldest first in one array. It holds at least the newest `maxEvents` and at most an eighth more,
 * so that the array is not moved for each event. An id counts once for as long as its event is held.
 */
export function createRecentEvents(maxEvents: number) {
  const slack = Math.floor(maxEvents / 8);
  const events: Event[] = [];
  const ids = new Set<string>();

  /** The first index whose event does not come before `place`. */
  function lowerBound(place: { timeMs: number; id: string }): number {
    let [low, high] = [0, events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (newestFirst(events[middle]!, place) > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function dropOldest(count: number): void {
    for (const event of events.splice(0, count)) ids.delete(event.id);
  }

  function merge(fresh: Event[]): void {
    fresh.sort((a, b) => newestFirst(b, a));
    const tail = events.splice(lowerBound(fresh[0]!));
    let next = 0;
    for (const event of fresh) {
      while (next < tail.length && newestFirst(tail[next]!, event) > 0) events.push(tail[next++]!);
      events.push(event);
    }
    while (next < tail.length) events.push(tail[next++]!);
  }

  return {
    /** Keeps events, and gives back those whose id was new. */
    append(batch: readonly Event[]): Event[] {
      const fresh = batch.filter((event) => !ids.has(event.id) && ids.add(event.id));
      if (fresh.length === 0) return fresh;
      merge([...fresh]);
      if (events.length > maxEvents + slack) dropOldest(events.length - maxEvents);
      return fresh;
    },
    /**
     * A page of events, newest first.
     * @throws Refusal `invalid_query` where `before` is no cursor.
     */
    find(query: EventQuery): EventPage {
      const place = query.before === undefined ? undefined : parseEventCursor(query.before);
      if (query.before !== undefined && place === undefined)
        throw new Refusal("invalid_query", "before is no cursor that this server gave");
      const page: Event[] = [];
      const end = place === undefined ? events.length : lowerBound(place);
      const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = query;
      for (let i = end - 1; i >= 0 && events[i]!.timeMs >= from; i--) {
        const event = events[i]!;
        if (event.timeMs > to || !fits(event, query)) continue;
        if (page.length === query.limit) return { events: page, next: eventCursor(page.at(-1)!) };
        page.push(event);
      }
      return { events: page, next: null };
    },
    /** Forgets all events before a time. */
    dropBefore(timeMs: number): void {
      let count = 0;
      while (count < events.length && events[count]!.timeMs < timeMs) count++;
      if (count > 0) dropOldest(count);
    },
    /** How many events are held. */
    get length(): number {
      return events.length;
    },
    /** The time of the oldest event held, NaN when there is none. */
    get firstMs(): number {
      return events[0]?.timeMs ?? Number.NaN;
    },
  };
}

function fits(event: Event, query: EventQuery): boolean {
  return (
    (query.type === undefined || event.type === query.type) &&
    (query.service === undefined || event.service === query.service) &&
    (query.host === undefined || event.host === query.host)
  );
}
