import { createSamplesBuilder, nameOf } from "@mission-control/series";
import type { AddSample, Collector } from "@mission-control/sources";
import { createOwnMetrics } from "../own-metrics.ts";
import { storeStatuses } from "../stores/store-problems.ts";
import type { Alerts } from "./alerts.ts";
import type { Flow } from "./flow.ts";
import type { Keeping } from "./keeping.ts";
import type { Sources } from "./sources.ts";

/** What is done at each step: what is read at its end, and who hears, in which order, that it sealed. */
export async function createSteps(options: {
  /** What this machine is called in its own metrics. */
  instance: string;
  keeping: Pick<Keeping, "spool" | "recent" | "stores" | "forwards">;
  flow: Flow;
  alerts: Pick<Alerts, "alerting" | "telling">;
  sources: Sources;
  /** Undefined where this machine's own metrics are off. */
  host: Collector | undefined;
}) {
  const { sources, host } = options;
  const { spool, recent, stores, forwards } = options.keeping;
  const { broadcast, pipeline, registerAll } = options.flow;
  const { alerting, telling } = options.alerts;
  const { listeners, probes } = sources;
  const own = createOwnMetrics(
    {
      samples: () => pipeline.counters().samplesIn,
      events: () => pipeline.counters().eventsIn,
      rejected: () => {
        const { samplesRejected } = pipeline.counters();
        const bySource = sources.status().map(({ name, rejected }): [string, number] => [name, rejected]);
        return new Map([...bySource, ["samples", samplesRejected]]);
      },
      series: () => recent.seriesCount,
      spool: () => spool.status(),
      sinks: () => pipeline.status().sinks,
      watchers: () => broadcast.status().watchers,
      kernelDrops: listeners.kernelDrops,
      liveEventsDropped: () => broadcast.status().droppedEvents,
      livePairs: () => broadcast.status().pairs,
      stores: () => storeStatuses(stores, forwards),
      rules: alerting.engine.totals,
      alerts: alerting.engine.standing,
      notices: telling.counters,
    },
    options.instance,
  );
  registerAll(await own.metadata());
  if (host !== undefined) registerAll(host.metadata());
  registerAll(probes.metadata());

  return {
    own,
    async collect(timeMs: number): Promise<void> {
      const samples = createSamplesBuilder(512);
      const add: AddSample = (labels, atMs, value) => samples.add(samples.ref(labels), atMs, value);
      await host?.collect(timeMs, add);
      await probes.collect(timeMs, add);
      await own.collect(timeMs, samples);
      await listeners.readDrops();
      const flushed = listeners.flush(timeMs);
      await Promise.all([
        pipeline.acceptSamples(samples.take()),
        pipeline.acceptSamples(flushed),
        pipeline.acceptSamples(alerting.collect(timeMs)),
      ]);
    },
    /** So that a first start shows something at once. Levels only: a total read late would make a wrong rate. */
    async collectLevels(timeMs: number): Promise<void> {
      const samples = createSamplesBuilder(256);
      await host?.collect(timeMs, (labels, atMs, value) => {
        if (pipeline.metadata.of(nameOf(labels)).type === "gauge")
          samples.add(samples.ref(labels), atMs, value);
      });
      await pipeline.acceptSamples(samples.take());
    },
    async seal(sealedMs: number): Promise<void> {
      await pipeline.acceptSamples(pipeline.seal(sealedMs));
      // Beside what browsers watch: who waits for a message waits longer than for a picture.
      alerting.engine.seal(sealedMs);
      void alerting.engine.idleHere().then(() => {
        if (alerting.engine.problems().length === 0) telling.evaluated();
      });
      await broadcast.seal(sealedMs);
      recent.sweep();
    },
  };
}
