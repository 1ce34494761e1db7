import {
  type Batch,
  type Event,
  eventIdAt,
  type RawEvent,
  Refusal,
  type Reject,
  type SinkStatus,
  type Spool,
} from "@mission-control/contracts";
import { type Clock, createSamplesBuilder, type Samples } from "@mission-control/series";
import { type Catalog, defaultCatalog } from "./catalog.ts";
import { classify } from "./classify.ts";
import { computeEvent, createEventCounts } from "./compute.ts";
import { createFanout, type Sink } from "./fanout.ts";
import { createLastRejects } from "./last-rejects.ts";
import { createMetadata } from "./metadata.ts";
import type { Recent } from "./recent.ts";
import { createRequestSignals, requestMetadata } from "./request-signals.ts";
import { checkSamples, eventFault } from "./validate.ts";

/**
 * An event that comes later than this, ms, is kept but not counted: its step is long over, and in the present it would look
 * like something that happens now.
 */
const LATE_MS = 2 * 60_000;

/** What the pipeline stands on and hands to. */
export interface PipelineOptions {
  readonly clock: Clock;
  readonly spool: Spool;
  readonly recent: Recent;
  /** Who gets every accepted batch besides `recent`, each behind its own queue. */
  readonly sinks: readonly Sink[];
  /** New series beyond these are refused. */
  readonly maxSeries: number;
  readonly catalog?: Catalog;
  /** Upper bounds of the buckets of requests' durations, seconds, ascending. */
  readonly requestBuckets?: readonly number[];
  /** Gives ids to events that come without one, from their time. */
  readonly newId?: (timeMs: number) => string;
}

/** What became of a batch of events. */
export interface AcceptedEvents {
  /** As they were kept. Of a duplicate batch: as they would have been; only ids that the sender gave are those kept. */
  readonly events: readonly Event[];
  /** Whether the idempotency key had been seen, so that nothing was kept again. */
  readonly duplicate: boolean;
  readonly rejects: readonly Reject[];
}

/** What became of a batch of samples. `rejects` names each faulty series once; `accepted` and `rejected` count samples. */
export interface AcceptedSamples {
  readonly accepted: number;
  readonly rejected: number;
  readonly duplicate: boolean;
  readonly rejects: readonly Reject[];
}

/**
 * The stages in order: validate, classify, compute, the spool, memory, and the fan-out to every other sink. What a sender
 * is told "yes" to is on disk first and counts once; what nobody waits for (StatsD, this machine's own metrics) is seen at
 * once and spooled behind.
 */
export function createPipeline(options: PipelineOptions) {
  const { clock, spool, recent, maxSeries, catalog = defaultCatalog } = options;
  const newId = options.newId ?? eventIdAt;
  const counts = createEventCounts({ startMs: clock.now() });
  const requests = createRequestSignals({
    startMs: clock.now(),
    ...(options.requestBuckets === undefined ? {} : { buckets: options.requestBuckets }),
  });
  const fanout = createFanout(options.sinks);
  const metadata = createMetadata();
  for (const [name, known] of requestMetadata) metadata.register(name, known);
  const lastRejects = createLastRejects(clock);
  const counters = {
    /** Accepted and shown. */
    samplesIn: 0,
    eventsIn: 0,
    /** Refused for what they are. */
    samplesRejected: 0,
    eventsRejected: 0,
    /** Events whose id was there already. */
    eventsRepeated: 0,
    /** Samples and events that the spool refused. */
    spoolRefused: 0,
  };

  function toEvent(raw: RawEvent): Event {
    const timeMs = raw.time ?? Math.floor(clock.now());
    return computeEvent(raw, { ...classify(raw, catalog), id: raw.id ?? newId(timeMs), timeMs });
  }

  async function keep(batch: Batch, idempotencyKey: string | undefined): Promise<boolean> {
    try {
      return (await spool.append(batch, idempotencyKey)).duplicate;
    } catch (error) {
      counters.spoolRefused += batch.events.length + (batch.samples?.timesMs.length ?? 0);
      throw error;
    }
  }

  function showSamples(samples: Samples): void {
    recent.appendNow(samples);
    counters.samplesIn += samples.timesMs.length;
    fanout.push({ samples, events: [] });
  }

  function showEvents(events: readonly Event[], asRequests: ReadonlySet<Event>): void {
    const fresh = recent.appendEventsNow(events);
    const countedFromMs = clock.now() - LATE_MS;
    for (const event of fresh) {
      if (event.timeMs < countedFromMs) continue;
      counts.count(event);
      if (asRequests.has(event)) requests.count(event);
    }
    counters.eventsIn += fresh.length;
    counters.eventsRepeated += events.length - fresh.length;
    if (fresh.length > 0) fanout.push({ samples: undefined, events: fresh });
  }

  return {
    /**
     * Takes events that zod let through, all the way to disk; the good ones of a batch are kept beside bad ones. `paths`
     * name the items in the request, by default their numbers.
     * @throws Refusal `spool_full` or `disk_full`; then nothing was kept.
     */
    async acceptEvents(
      raw: readonly RawEvent[],
      { idempotencyKey, paths }: { idempotencyKey?: string; paths?: readonly string[] } = {},
    ): Promise<AcceptedEvents> {
      const rejects: Reject[] = [];
      const events: Event[] = [];
      // Those that came as requests: an exception that turns out to be one is told by the balancer too.
      const asRequests = new Set<Event>();
      raw.forEach((one, i) => {
        const fault = eventFault(one, clock.now(), paths?.[i] ?? String(i));
        if (fault !== undefined) {
          rejects.push(fault);
          return;
        }
        const event = toEvent(one);
        events.push(event);
        if (one.type === "request") asRequests.add(event);
      });
      counters.eventsRejected += rejects.length;
      lastRejects.note(rejects);
      if (events.length === 0) return { events, duplicate: false, rejects };
      const duplicate = await keep({ samples: undefined, events }, idempotencyKey);
      if (!duplicate) showEvents(events, asRequests);
      return { events, duplicate, rejects };
    },
    /**
     * Takes samples. Those of a sender that waits for an answer (`acknowledged`) must reach the disk before anyone sees
     * them; the others are shown even when the spool refuses them, which is counted.
     * @throws Refusal `spool_full` or `disk_full` where `acknowledged`; then nothing was kept.
     */
    async acceptSamples(
      given: Samples,
      { idempotencyKey, acknowledged = false }: { idempotencyKey?: string; acknowledged?: boolean } = {},
    ): Promise<AcceptedSamples> {
      const checks = { nowMs: clock.now(), maxSeries, roll: recent.roll };
      const { samples, rejects, rejected } = checkSamples(given, checks);
      const accepted = samples.timesMs.length;
      counters.samplesRejected += rejected;
      lastRejects.note(rejects);
      if (accepted === 0) return { accepted, rejected, duplicate: false, rejects };
      if (!acknowledged) {
        showSamples(samples);
        await keep({ samples, events: [] }, idempotencyKey).catch(passRefusal);
        return { accepted, rejected, duplicate: false, rejects };
      }
      const duplicate = await keep({ samples, events: [] }, idempotencyKey);
      if (!duplicate) showSamples(samples);
      return { accepted, rejected, duplicate, rejects };
    },
    /**
     * What the stages made of the step that ended at `sealedMs`: samples, to be accepted like any others before the step is
     * evaluated.
     */
    seal(sealedMs: number): Samples {
      const samples = createSamplesBuilder(256);
      counts.seal(sealedMs, samples);
      requests.seal(sealedMs, samples);
      return samples.take();
    },
    /** Puts what is on disk into memory after a start, without spooling it again, counting it or handing it on. */
    replay(batches: Iterable<Batch>): void {
      for (const { samples, events } of batches) {
        if (samples !== undefined) recent.appendNow(samples);
        recent.appendEventsNow(events);
      }
    },
    /** Counts events that a source refused before they came here, so that they can be read with the others. */
    noteRefused(items: number, rejects: readonly Reject[]): void {
      counters.eventsRejected += items;
      lastRejects.note(rejects);
    },
    /** What sources say of their metrics. */
    metadata,
    /** Numbers since the start, for `/metrics`. */
    counters: () => ({ ...counters }),
    /** The last 20 things that were refused, newest first. */
    lastRejects: lastRejects.all,
    status: (): { sinks: SinkStatus[]; spool: ReturnType<Spool["status"]>; series: number } => ({
      sinks: fanout.status(),
      spool: spool.status(),
      series: recent.seriesCount,
    }),
    /** Why sinks threw last, by name; those that never threw are left out. */
    sinkErrors: fanout.lastErrors,
    /** Resolves when no batch waits for any sink; a sink that hangs keeps it waiting. */
    drained: fanout.drained,
  };
}

/** What nobody waits for is lost when the spool is full, and counted; any other fault is ours. */
function passRefusal(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

/** The path of everything that comes in. */
export type Pipeline = ReturnType<typeof createPipeline>;
