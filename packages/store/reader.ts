import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type Event,
  type EventPage,
  type EventQuery,
  type EventStore,
  eventCursor,
  newestFirst,
  Refusal,
  type SeriesReader,
} from "@mission-control/contracts";
import { labelsKey, type Series } from "@mission-control/series";
import { cutSamples, mergeSamples } from "./merge.ts";

/** After merging so many everything else has its turn: some 5 ms. */
const SAMPLES_A_TURN = 250_000;

/** Reads what is in memory. It has everything from `coversFromMs()` on, and perhaps some of what came before. */
export interface RecentReader extends SeriesReader {
  coversFromMs(): number;
}

/** Finds what is in memory, in the same way; of some types memory may reach further back than of others. */
export interface RecentEvents extends Pick<EventStore, "find"> {
  coversFromMs(query: EventQuery): number;
}

/**
 * One reader of both: recent alone where it has the whole time, else both together. Where both have a sample of one series
 * and time, recent's counts, as it hears of new ones first. While history is away, recent's part is the answer.
 */
export function joinReaders(stores: { recent: RecentReader; history: SeriesReader }): SeriesReader {
  const { recent, history } = stores;
  return {
    async select(matchers, startMs, endMs, signal, hint) {
      // Asked in this order and in one go, so that nothing leaves recent's memory in between unseen. Only history is told what
      // it is for: of what both have, recent's samples must be seen one by one.
      const coversFromMs = recent.coversFromMs();
      const fresh = recent.select(matchers, startMs, endMs, signal);
      if (startMs >= coversFromMs) return fresh;
      const past = unlessAway(
        history.select(matchers, startMs, Math.min(endMs, coversFromMs - 1), signal, hint),
        [],
      );
      const [newer, older] = await Promise.all([fresh, past]);
      return mergeSeries(older, newer, coversFromMs);
    },
    async series(matcherSets, startMs, endMs) {
      const coversFromMs = recent.coversFromMs();
      const fresh = recent.series(matcherSets, startMs, endMs);
      if (startMs >= coversFromMs) return fresh;
      const past = unlessAway(history.series(matcherSets, startMs, Math.min(endMs, coversFromMs - 1)), []);
      const all = (await Promise.all([past, fresh])).flat();
      return [...new Map(all.map((labels) => [labelsKey(labels), labels])).values()];
    },
    ...(history.breadth === undefined ? {} : { breadth: history.breadth }),
  };
}

/**
 * What history gives, or `nothing` while the whole of it is away, which its `problems()` say. A refusal that has a cause is
 * of this one read, and would be seen nowhere if it were passed over.
 */
async function unlessAway<Part>(past: Promise<Part>, nothing: Part): Promise<Part> {
  try {
    return await past;
  } catch (error) {
    if (error instanceof Refusal && error.code === "store_away" && error.cause === undefined) return nothing;
    throw error;
  }
}

/** Where history folded samples together, recent's count from where it covers all: those before are in a fold already. */
async function mergeSeries(
  older: readonly Series[],
  newer: readonly Series[],
  coversFromMs: number,
): Promise<Series[]> {
  const merged = new Map(older.map((one) => [labelsKey(one.labels), one]));
  let samples = 0;
  for (const one of newer) {
    const { labels } = one;
    const key = labelsKey(labels);
    const before = merged.get(key);
    if (before === undefined) merged.set(key, one);
    else if (before.counts === undefined) merged.set(key, { labels, ...mergeSamples(before, one) });
    else {
      const fresh = cutSamples(one, coversFromMs, Number.POSITIVE_INFINITY);
      merged.set(key, { labels, ...mergeSamples(before, fresh) });
    }
    samples += one.timesMs.length + (before?.timesMs.length ?? 0);
    if (samples < SAMPLES_A_TURN) continue;
    samples = 0;
    await nextTurn();
  }
  return [...merged.values()];
}

/**
 * One finder of both: recent alone where a page lies wholly in its time, else both together, an id once. While history is
 * away, recent's part is the answer.
 */
export function joinEvents(stores: {
  recent: RecentEvents;
  history: Pick<EventStore, "find">;
}): Pick<EventStore, "find"> {
  const { recent, history } = stores;
  return {
    async find(query): Promise<EventPage> {
      const coversFromMs = recent.coversFromMs(query);
      const fresh = await recent.find(query);
      const last = fresh.events.at(-1);
      if (query.from !== undefined && query.from >= coversFromMs) return fresh;
      if (fresh.next !== null && last !== undefined && last.timeMs >= coversFromMs) return fresh;
      const past = await unlessAway(history.find(query), { events: [], next: null });
      const byId = new Map<string, Event>();
      for (const event of [...fresh.events, ...past.events])
        if (!byId.has(event.id)) byId.set(event.id, event);
      const all = [...byId.values()].sort(newestFirst);
      const events = all.slice(0, query.limit);
      const more = all.length > query.limit || fresh.next !== null || past.next !== null;
      return { events, next: more && events.length > 0 ? eventCursor(events.at(-1)!) : null };
    },
  };
}
