import { eventFits } from "@mission-control/alerts";
import type { Event, EventPage, EventQuery, RuleEvents } from "@mission-control/contracts";

/** Events of one page of the past, and the most that are looked through for one rule at a start. */
const PAGE = 1_000;
const MOST_PAGES = 1_000;
/** Times that one counter holds; a rule asks for more than a million at most. */
const MOST_TIMES = 2_000_000;

interface Counter {
  readonly fits: (event: Event) => boolean;
  readonly windowMs: number;
  /** The times of events that fit, ascending from `first` on; what lies before is over. */
  timesMs: number[];
  first: number;
  /** The ids of what came while the past was read, which has them too; undefined once that is done. */
  ids: Set<string> | undefined;
  ready: Promise<void>;
}

/** Counts what happened for the rules that ask so: as events come in, with no look at what came before. */
export function createEventCounts(options: { find: (query: EventQuery) => Promise<EventPage> }) {
  const { find } = options;
  const counters = new Map<string, Counter>();

  async function readPast(counter: Counter, events: RuleEvents, fromMs: number): Promise<void> {
    const { ids } = counter;
    const [type] = events.types.length === 1 ? events.types : [];
    const narrowed = {
      ...(type === undefined ? (events.types.length === 0 ? { except: "request" } : {}) : { type }),
      ...(events.service === "" ? {} : { service: events.service }),
      ...(events.host === "" ? {} : { host: events.host }),
    };
    const pastMs: number[] = [];
    let before: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const more = before === undefined ? {} : { before };
      const page = await find({ ...narrowed, from: fromMs, limit: PAGE, ...more });
      for (const event of page.events)
        if (counter.fits(event) && !ids!.has(event.id)) pastMs.push(event.timeMs);
      if (page.next === null) break;
      before = page.next;
    }
    // The newest came first: turned round, all is nearly in order.
    counter.timesMs = [...pastMs.reverse(), ...counter.timesMs.slice(counter.first)].sort((a, b) => a - b);
    counter.first = Math.max(0, counter.timesMs.length - MOST_TIMES);
    counter.ids = undefined;
  }

  function open(events: RuleEvents, windowMs: number, nowMs: number): Counter {
    const counter: Counter = {
      fits: eventFits(events),
      windowMs,
      timesMs: [],
      first: 0,
      ids: new Set(),
      ready: Promise.resolve(),
    };
    counter.ready = readPast(counter, events, nowMs - windowMs);
    return counter;
  }

  return {
    /** Takes what has just been accepted. */
    take(events: readonly Event[]): void {
      for (const counter of counters.values()) {
        for (const event of events) {
          if (!counter.fits(event)) continue;
          counter.ids?.add(event.id);
          insert(counter, event.timeMs);
        }
      }
    },
    /** Whether a count needs to read nothing of the past. */
    isReady: (events: RuleEvents, windowMs: number): boolean => {
      const counter = counters.get(eventKeyOf(events, windowMs));
      return counter !== undefined && counter.ids === undefined;
    },
    /**
     * How many events there were after `timeMs - windowMs` and up to `timeMs`. The first time the past is read for it.
     * @throws what reading the past throws; it is read again the next time.
     */
    async count(events: RuleEvents, windowMs: number, timeMs: number): Promise<number> {
      const key = eventKeyOf(events, windowMs);
      let counter = counters.get(key);
      if (counter === undefined) {
        counter = open(events, windowMs, timeMs);
        counters.set(key, counter);
      }
      try {
        await counter.ready;
      } catch (error) {
        if (counters.get(key) === counter) counters.delete(key);
        throw error;
      }
      forget(counter, timeMs - windowMs);
      return placeAfter(counter, timeMs) - placeAfter(counter, timeMs - windowMs);
    },
    /** Forgets what no rule counts any more. */
    keep(keys: ReadonlySet<string>): void {
      for (const key of counters.keys()) if (!keys.has(key)) counters.delete(key);
    },
  };
}

/** Counts what happened for the rules that ask so. */
export type EventCounts = ReturnType<typeof createEventCounts>;

/** The name of a count: equal for equal events and windows. */
export const eventKeyOf = (events: RuleEvents, windowMs: number): string =>
  `${windowMs} ${JSON.stringify(events)}`;

/** Mostly they come in order. */
function insert(counter: Counter, timeMs: number): void {
  const { timesMs } = counter;
  if (timesMs.length === counter.first || timesMs.at(-1)! <= timeMs) timesMs.push(timeMs);
  else timesMs.splice(placeAfter(counter, timeMs), 0, timeMs);
  if (timesMs.length - counter.first > MOST_TIMES) counter.first++;
}

/** The first index whose time is after `timeMs`. */
function placeAfter({ timesMs, first }: Counter, timeMs: number): number {
  let [low, high] = [first, timesMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesMs[middle]! <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A window more is kept, so that a clock that is set back a little finds what it counted. */
function forget(counter: Counter, beforeMs: number): void {
  counter.first = placeAfter(counter, beforeMs - counter.windowMs);
  if (counter.first < 1_024 || counter.first < counter.timesMs.length / 2) return;
  counter.timesMs.splice(0, counter.first);
  counter.first = 0;
}
