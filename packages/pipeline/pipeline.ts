import {
  type Batch,
  type Event,
  type RawEvent,
  Refusal,
  type Reject,
  type Spool,
} from "@mission-control/contracts";
import type { Clock, Samples } from "@mission-control/series";
import { type Catalog, defaultCatalog } from "./catalog.ts";
import { classify } from "./classify.ts";
import { computeEvent, createEventCounts } from "./compute.ts";
import { createFanout, type Sink } from "./fanout.ts";
import { createMetadata } from "./metadata.ts";
import type { Recent } from "./recent.ts";
import { checkSamples, eventFault } from "./validate.ts";

const LAST_REJECTS = 20;

/** What became of events: those that were kept, and what was refused, with its place in the request. */
export interface AcceptedEvents {
  readonly events: readonly Event[];
  readonly duplicate: boolean;
  readonly rejects: readonly Reject[];
}

/**
 * The stages in order: validate, classify, compute, the spool (from here on it is durable), memory, and the fan-out to
 * every other sink. What a sender is told "yes" to has passed the spool.
 */
export function createPipeline(options: {
  clock: Clock;
  spool: Spool;
  recent: Recent;
  sinks: readonly Sink[];
  maxSeries: number;
  catalog?: Catalog;
  newId?: () => string;
}) {
  const { clock, spool, recent, maxSeries, catalog = defaultCatalog } = options;
  const newId = options.newId ?? (() => globalThis.crypto.randomUUID());
  const fanout = createFanout(options.sinks);
  const counts = createEventCounts({ startMs: clock.now() });
  const metadata = createMetadata();
  const counters = { samplesIn: 0, samplesRejected: 0, eventsIn: 0, eventsRejected: 0, spoolRefused: 0 };
  let lastRejects: (Reject & { timeMs: number })[] = [];

  function note(rejects: readonly Reject[]): void {
    if (rejects.length === 0) return;
    const timed = rejects.slice(-LAST_REJECTS).map((reject) => ({ ...reject, timeMs: clock.now() }));
    lastRejects = [...timed.reverse(), ...lastRejects].slice(0, LAST_REJECTS);
  }

  function toEvent(raw: RawEvent): Event {
    const given = { id: raw.id ?? newId(), timeMs: raw.time ?? clock.now() };
    return computeEvent(raw, { ...classify(raw, catalog), ...given });
  }

  /** Into memory and on to the sinks; events that memory has already go no further. */
  function pass(samples: Samples | undefined, events: readonly Event[]): void {
    if (samples !== undefined) recent.appendNow(samples);
    const fresh = events.length === 0 ? events : recent.appendEventsNow(events);
    for (const event of fresh) counts.count(event);
    counters.eventsIn += fresh.length;
    counters.samplesIn += samples?.refs.length ?? 0;
    if (samples !== undefined || fresh.length > 0) fanout.push({ samples, events: fresh });
  }

  return {
    /**
     * Takes events all the way to disk; the good ones of a batch are kept beside bad ones. `paths` name the items in the
     * request, by default their numbers.
     * @throws Refusal `spool_full` or `disk_full`: then nothing was kept.
     */
    async acceptEvents(
      raw: readonly RawEvent[],
      { idempotencyKey, paths }: { idempotencyKey?: string; paths?: readonly string[] } = {},
    ): Promise<AcceptedEvents> {
      const rejects: Reject[] = [];
      const events: Event[] = [];
      raw.forEach((one, i) => {
        const fault = eventFault(one, clock.now(), paths?.[i] ?? String(i));
        if (fault === undefined) events.push(toEvent(one));
        else rejects.push(fault);
      });
      counters.eventsRejected += rejects.length;
      note(rejects);
      if (events.length === 0) return { events, duplicate: false, rejects };
      const { duplicate } = await spool.append({ samples: undefined, events }, idempotencyKey);
      if (!duplicate) pass(undefined, events);
      return { events, duplicate, rejects };
    },
    /**
     * Takes samples. Those of a sender that waits for an answer (`acknowledged`) must reach the disk; the others are shown
     * even when it refuses them, which is counted.
     * @throws Refusal `spool_full` or `disk_full` where `acknowledged`: then nothing was kept.
     */
    async acceptSamples(
      given: Samples,
      { idempotencyKey, acknowledged = false }: { idempotencyKey?: string; acknowledged?: boolean } = {},
    ): Promise<{ accepted: number; duplicate: boolean; rejects: readonly Reject[] }> {
      const { samples, rejects, rejected } = checkSamples(given, {
        nowMs: clock.now(),
        maxSeries,
        roll: recent.roll,
      });
      counters.samplesRejected += rejected;
      note(rejects);
      if (samples.refs.length === 0) return { accepted: 0, duplicate: false, rejects };
      let duplicate = false;
      try {
        ({ duplicate } = await spool.append({ samples, events: [] }, idempotencyKey));
      } catch (error) {
        if (acknowledged || !(error instanceof Refusal)) throw error;
        counters.spoolRefused += samples.refs.length;
      }
      if (!duplicate) pass(samples, []);
      return { accepted: samples.refs.length, duplicate, rejects };
    },
    /** What the stages made of the step that ended at `sealedMs`: samples, to be accepted like any others. */
    seal: (sealedMs: number): Samples => counts.seal(sealedMs),
    /** Puts batches that are on disk already into memory, after a start; nothing is kept or counted anew. */
    replay(batches: readonly Batch[]): void {
      for (const { samples, events } of batches) {
        if (samples !== undefined) recent.appendNow(samples);
        recent.appendEventsNow(events);
      }
    },
    /** What is known of each metric, by name. */
    metadata,
    /** The sinks' queues. */
    status: () => fanout.status(),
    /** Why sinks threw last. */
    lastErrors: () => fanout.lastErrors(),
    /** Numbers since the start. */
    counters: () => ({ ...counters }),
    /** The last 20 refusals of any source, newest first. */
    lastRejects: () => [...lastRejects],
  };
}

/** The stages in order. */
export type Pipeline = ReturnType<typeof createPipeline>;
