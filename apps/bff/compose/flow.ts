import { type MetricMetadata, type RawEvent, Refusal, type Settings } from "@mission-control/contracts";
import { createPipeline } from "@mission-control/pipeline";
import type { Clock } from "@mission-control/series";
import { createEventCounts } from "../alerts/event-counts.ts";
import { createBroadcast } from "../live/broadcast.ts";
import { warmRecent } from "../warm.ts";
import type { Keeping } from "./keeping.ts";
import type { Questions } from "./questions.ts";

/** How many batches may wait for the browsers' stream. */
const BROADCAST_CAPACITY = 1_000;
/** How many may wait to be counted for the rules that count events. */
const RULES_CAPACITY = 10_000;

/** See `createFlow`. */
export type Flow = Awaited<ReturnType<typeof createFlow>>;

/**
 * The way of all that comes in: through the pipeline to disk and memory, from there to the browsers that watch and to what is
 * counted for rules. Memory has the last hours from before the start.
 */
export async function createFlow(options: {
  settings: Settings;
  clock: Clock;
  startedMs: number;
  keeping: Pick<Keeping, "spool" | "history" | "recent" | "find" | "stores">;
  questions: Pick<Questions, "evaluate" | "piped">;
  onError: (error: unknown) => void;
}) {
  const { settings, clock, startedMs, questions, onError } = options;
  const { spool, history, recent, find, stores } = options.keeping;
  const broadcast = createBroadcast({
    clock,
    evaluate: questions.evaluate,
    baseStepMs: settings.step,
    graceMs: settings.grace,
    proxied: stores.proxied,
    piped: questions.piped.live,
  });
  const eventCounts = createEventCounts({ find });
  const pipeline = createPipeline({
    clock,
    spool,
    recent,
    sinks: [
      { name: "browsers", capacity: BROADCAST_CAPACITY, take: broadcast.take },
      { name: "rules", capacity: RULES_CAPACITY, take: (batch) => eventCounts.take(batch.events) },
    ],
    maxSeries: settings.maxSeries,
    requestBuckets: settings.statsd.buckets,
  });
  await warmRecent({
    recent,
    history,
    spool,
    fromMs: startedMs - settings.recent,
    toMs: startedMs,
    replay: pipeline.replay,
    // History says itself, among the problems, why it is away.
  }).catch(onError);

  return {
    broadcast,
    eventCounts,
    pipeline,
    /** Takes in events of whom nobody waits for an answer; never throws. */
    async acceptOwn(given: readonly RawEvent[]): Promise<void> {
      await pipeline.acceptEvents(given).catch((error: unknown) => {
        // A refusal is counted; a line of log for each packet would only make a full disk worse.
        if (!(error instanceof Refusal)) onError(error);
      });
    },
    registerAll(known: ReadonlyMap<string, MetricMetadata>): void {
      for (const [name, metadata] of known) pipeline.metadata.register(name, metadata);
    },
  };
}
