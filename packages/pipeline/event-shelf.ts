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
 * The last events of a kind in memory, oldest first in one array. It holds at least the newest `maxEvents` and at most an
 * eighth more, so that the array is not moved for each event. An id counts once for as long as its event is held. From
 * `startMs` on it has all that came, until there is no more room.
 */
export function createEventShelf(maxEvents: number, startMs = 0) {
  const slack = Math.floor(maxEvents / 8);
  const events: Event[] = [];
  const ids = new Set<string>();
  let floorMs = startMs;

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

  /** The first index whose event is not before a time. */
  function firstFrom(timeMs: number): number {
    let [low, high] = [0, events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (events[middle]!.timeMs < timeMs) low = middle + 1;
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
    /** Forgets all events before a time, or those of one type. */
    dropBefore(timeMs: number, type?: string): void {
      const before = firstFrom(timeMs);
      let staying = 0;
      for (let i = 0; i < before; i++) {
        const event = events[i]!;
        if (type === undefined || event.type === type) ids.delete(event.id);
        else events[staying++] = event;
      }
      events.splice(staying, before - staying);
      floorMs = Math.max(floorMs, timeMs);
    },
    /** From when on, ms, all that came is here. */
    coversFromMs: (): number =>
      events.length < maxEvents ? floorMs : Math.max(floorMs, events[0]?.timeMs ?? floorMs),
    /** Says from when on, ms, all has been put in; or, where the clock was set back, that what lies ahead of it is not missed. */
    coverFrom(timeMs: number): void {
      floorMs = Math.min(floorMs, timeMs);
    },
    /** Whether the event with this id is held. */
    has: (id: string): boolean => ids.has(id),
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
    (query.except === undefined || event.type !== query.except) &&
    (query.service === undefined || event.service === query.service) &&
    (query.host === undefined || event.host === query.host)
  );
}

/** The last events of a kind in memory. */
export type EventShelf = ReturnType<typeof createEventShelf>;
