import type { Event, EventStore, SeriesStore } from "@mission-control/contracts";
import {
  type Clock,
  createLookup,
  createRing,
  type Labels,
  type Matcher,
  type Ring,
  type Samples,
  type Series,
} from "@mission-control/series";
import { createRecentEvents } from "./recent-events.ts";
import type { SeriesRoll } from "./validate.ts";

const MAX_EVENTS = 100_000;
const MAX_REQUESTS = 20_000;

/** How long samples may overstay before they are swept out: rings have room for it. */
const SWEEP_EVERY_MS = 60_000;

/**
 * The last hours in memory: a ring of samples for each series, and the last events. A ring has room for `keepMs` at one
 * sample each `stepMs`; of a series that comes faster it holds less, and `coversFromMs` says so. Series that have been
 * silent for `keepMs` are forgotten.
 */
export function createRecent(options: {
  clock: Clock;
  keepMs: number;
  stepMs: number;
  maxEvents?: number;
  /** Requests are kept by themselves, so that a flood of them pushes nothing else out. */
  maxRequests?: number;
}) {
  const { clock, keepMs, stepMs, maxEvents = MAX_EVENTS, maxRequests = MAX_REQUESTS } = options;
  const ringLength = Math.ceil((keepMs + 2 * SWEEP_EVERY_MS) / stepMs) + 16;
  const lookup = createLookup();
  const rings = new Map<number, Ring>();
  // Sources hand in the same labels again and again: then no key has to be built to find their series.
  const refOf = new WeakMap<Labels, number>();
  const events = createRecentEvents({ startMs: clock.now(), maxEvents, maxRequests });
  let floorMs = clock.now();
  let overflowMs = Number.NEGATIVE_INFINITY;
  let sweptMs = clock.monotonicMs();

  function known(labels: Labels): number | undefined {
    const cached = refOf.get(labels);
    // The numbers of forgotten series are not given again, so that an old one is seen to be old.
    if (cached !== undefined && rings.has(cached)) return cached;
    const ref = lookup.refOf(labels);
    if (ref !== undefined) refOf.set(labels, ref);
    return ref;
  }

  function ringFor(labels: Labels): Ring {
    const cached = refOf.get(labels);
    const ref = cached !== undefined && rings.has(cached) ? cached : lookup.add(labels);
    refOf.set(labels, ref);
    const ring = rings.get(ref) ?? createRing(ringLength);
    rings.set(ref, ring);
    return ring;
  }

  /** Before this no sample is wanted: a ring has no room for it, and nothing says that it is here. */
  const oldestMs = () => Math.min(floorMs, clock.now() - keepMs - 2 * SWEEP_EVERY_MS);

  function appendNow(samples: Samples): void {
    const { refs, timesMs, values } = samples;
    const fromMs = oldestMs();
    // Not labels.map: labels without a sample make no series.
    const ringOf: (Ring | undefined)[] = new Array(samples.labels.length);
    for (let i = 0; i < refs.length; i++) {
      if (timesMs[i]! < fromMs) continue;
      const ref = refs[i]!;
      ringOf[ref] ??= ringFor(samples.labels[ref]!);
      const ring = ringOf[ref];
      ring.push(timesMs[i]!, values[i]!);
      if (ring.length === ringLength && ring.firstMs > overflowMs) overflowMs = ring.firstMs;
    }
  }

  function selectNow(matchers: readonly Matcher[], startMs: number, endMs: number): Series[] {
    const found: Series[] = [];
    for (const ref of lookup.find(matchers)) {
      const ring = rings.get(ref)!;
      if (!(ring.lastMs >= startMs && ring.firstMs <= endMs)) continue;
      const columns = ring.slice(startMs, endMs);
      if (columns.timesMs.length > 0) found.push({ labels: lookup.labelsOf(ref)!, ...columns });
    }
    return found;
  }

  function seriesNow(sets: readonly (readonly Matcher[])[], startMs: number, endMs: number): Labels[] {
    const found = new Set<number>();
    for (const matchers of sets) {
      for (const ref of lookup.find(matchers)) if (rings.get(ref)!.hasBetween(startMs, endMs)) found.add(ref);
    }
    return [...found].map((ref) => lookup.labelsOf(ref)!);
  }

  function dropSamplesBefore(timeMs: number): void {
    for (const [ref, ring] of rings) {
      ring.dropBefore(timeMs);
      if (ring.length > 0) continue;
      rings.delete(ref);
      lookup.remove(ref);
    }
    floorMs = Math.max(floorMs, timeMs);
  }

  const series: SeriesStore = {
    append: async (samples) => appendNow(samples),
    select: async (matchers, startMs, endMs) => selectNow(matchers, startMs, endMs),
    series: async (sets, startMs, endMs) => seriesNow(sets, startMs, endMs),
    dropBefore: async (timeMs) => dropSamplesBefore(timeMs),
    close: async () => {},
  };

  const eventStore: EventStore = {
    append: async (batch) => void events.append(batch),
    find: async (query) => events.find(query),
    dropBefore: async (timeMs, type) => events.dropBefore(timeMs, type),
    close: async () => {},
  };

  const roll: SeriesRoll = {
    get seriesCount() {
      return rings.size;
    },
    knows: (labels) => known(labels) !== undefined,
    admit: (labels) => void ringFor(labels),
  };

  return {
    /** The samples, behind the port that every store has. */
    series,
    /** The events, behind the port that every store has. */
    events: eventStore,
    /** Which series there are, to be asked before a new one is let in. */
    roll,
    /** Keeps samples at once; samples that cannot be kept (older than it keeps, no time) are passed over. */
    appendNow,
    /** Keeps events at once, and gives back those whose id was new. */
    appendEventsNow: (batch: readonly Event[]): Event[] => events.append(batch),
    /** As `series.select`, at once: for live evaluation. */
    selectNow,
    /**
     * From when on, ms, all that was accepted is here. With matchers: of the series that pass them, which is earlier
     * when others come faster than the step.
     */
    coversFromMs(matchers?: readonly Matcher[]): number {
      if (matchers === undefined || overflowMs <= floorMs) return Math.max(floorMs, overflowMs);
      let fromMs = floorMs;
      for (const ref of lookup.find(matchers)) {
        const ring = rings.get(ref)!;
        if (ring.length === ringLength) fromMs = Math.max(fromMs, ring.firstMs);
      }
      return fromMs;
    },
    /** From when on, ms, all events are here that a query may ask for. */
    eventsCoverFromMs: events.coversFromMs,
    /** Says from when on, ms, all samples, events and requests have been put in, after a restart. */
    warmedFrom(samplesFromMs: number, eventsFromMs = samplesFromMs, requestsFromMs = eventsFromMs): void {
      floorMs = Math.min(floorMs, Math.max(samplesFromMs, oldestMs()));
      events.coverFrom(eventsFromMs, requestsFromMs);
    },
    /** Forgets samples older than `keepMs`, and series that have none left; does so once a minute however often it is called. */
    sweep(): void {
      if (clock.monotonicMs() - sweptMs < SWEEP_EVERY_MS) return;
      sweptMs = clock.monotonicMs();
      // After the clock was set back, what was received by the wrong time is not missed, and the new time is covered.
      floorMs = Math.min(floorMs, clock.now());
      events.coverFrom(clock.now(), clock.now());
      dropSamplesBefore(clock.now() - keepMs);
    },
    /** How many series are held. */
    get seriesCount(): number {
      return rings.size;
    },
  };
}

/** The last hours in memory. */
export type Recent = ReturnType<typeof createRecent>;
