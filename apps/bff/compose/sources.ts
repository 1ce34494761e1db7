import type { RawEvent, Settings, SourceStatus } from "@mission-control/contracts";
import type { Clock, Samples } from "@mission-control/series";
import {
  type AddressPolicy,
  type Collector,
  createGuardedLookup,
  createRemoteWrite,
} from "@mission-control/sources";
import type { Records } from "@mission-control/store";
import { startListeners } from "../listeners.ts";
import type { Past } from "../past.ts";
import { createProbeThread } from "../probes/probe-thread.ts";
import { createProbes } from "../probes/probes.ts";
import type { Alerts } from "./alerts.ts";
import type { Flow } from "./flow.ts";

/** See `startSources`. */
export type Sources = Awaited<ReturnType<typeof startSources>>;

/**
 * Where data comes in: what listens, what checks others, and what is posted; each heard as a sign of life of who sent it.
 * @throws Error in words where a port is taken.
 */
export async function startSources(options: {
  settings: Settings;
  clock: Clock;
  /** What this machine is called in its own metrics. */
  instance: string;
  records: Pick<Records, "probes">;
  flow: Pick<Flow, "pipeline" | "acceptOwn">;
  past: Pick<Past, "saw">;
  alerting: Alerts["alerting"];
  /** Undefined where this machine's own metrics are off. */
  host: Collector | undefined;
  policy: AddressPolicy;
  /** The file of the thread that checks probes. */
  probeWorker: string;
  onError: (error: unknown) => void;
  /** Hears at once of what has to be closed should the start fail. */
  ifStartFails: (close: () => unknown) => void;
}) {
  const { settings, clock, instance, records, past, alerting, host, onError, ifStartFails } = options;
  const { pipeline, acceptOwn } = options.flow;
  const acceptUnasked = (given: readonly RawEvent[]) => {
    alerting.happened(given);
    return acceptOwn(given);
  };
  const listeners = await startListeners({
    settings,
    clock,
    accept: acceptUnasked,
    arrived: alerting.senders.arrived,
  });
  ifStartFails(listeners.close);
  const probeThread = createProbeThread({
    file: options.probeWorker,
    clock,
    allow: settings.outgoing.allow,
  });
  ifStartFails(probeThread.close);
  const probes = await createProbes({
    records: records.probes,
    clock,
    place: settings.probes.place ?? instance,
    check: probeThread.check,
    lookup: createGuardedLookup({ policy: options.policy }),
    accept: acceptUnasked,
    onError,
  });
  ifStartFails(probes.stop);
  const remoteWrite = createRemoteWrite({
    clock,
    register: pipeline.metadata.register,
    maxMetrics: settings.maxSeries,
  });
  let lastPostedMs: number | null = null;
  let eventsPosted = 0;
  const acceptPosted: typeof pipeline.acceptEvents = async (...given) => {
    lastPostedMs = clock.now();
    const accepted = await pipeline.acceptEvents(...given);
    alerting.happened(accepted.events);
    if (!accepted.duplicate) eventsPosted += accepted.events.length;
    return accepted;
  };
  const posted = (): SourceStatus => {
    const { eventsRejected } = pipeline.counters();
    return {
      name: "events",
      address: "POST /api/events and /api/deploys",
      state: "listening",
      received: eventsPosted + eventsRejected,
      rejected: eventsRejected,
      lastReceivedMs: lastPostedMs,
      bad: pipeline
        .lastRejects()
        .map(({ timeMs, path, message }) => ({ timeMs, line: path, reason: message })),
    };
  };

  return {
    listeners,
    probes,
    remoteWrite,
    /** Takes in events that are posted, all the way to disk. */
    acceptPosted,
    /** Takes in samples that came by remote write, all the way to disk. */
    async acceptWritten(samples: Samples) {
      alerting.senders.arrivedAll(samples.labels);
      const written = await pipeline.acceptSamples(samples, { acknowledged: true });
      if (written.accepted > 0) past.saw(samples);
      return written;
    },
    status: (): SourceStatus[] =>
      [...listeners.status(), host?.status(), probes.status(), posted(), remoteWrite.status()].filter(
        (source) => source !== undefined,
      ),
    /** Ends the thread that checks probes. */
    closeThread: probeThread.close,
  };
}
