import { hostname } from "node:os";
import { join, resolve } from "node:path";
import {
  type MetricMetadata,
  type PromqlStore,
  type RawEvent,
  Refusal,
  type Settings,
  type SourceStatus,
  type Status,
} from "@mission-control/contracts";
import { createPipeline, createRecent } from "@mission-control/pipeline";
import { type Clock, createSamplesBuilder, floorToStep, labelsOf, nameOf } from "@mission-control/series";
import {
  type AddSample,
  createAddressPolicy,
  createGuardedLookup,
  createHostCollector,
  createRemoteWrite,
} from "@mission-control/sources";
import {
  createCompaction,
  createDrain,
  createForwards,
  joinEvents,
  joinReaders,
  lockFolder,
  openHistory,
  openRecords,
  openSpool,
} from "@mission-control/store";
import type { Logger } from "pino";
import { createAlerting } from "./alerts/alerting.ts";
import { createEventCounts } from "./alerts/event-counts.ts";
import { createReplays } from "./alerts/replays.ts";
import { createTelling } from "./alerts/telling.ts";
import { createWishes } from "./alerts/wishes.ts";
import { createApp } from "./app.ts";
import { createApart } from "./evaluate/apart.ts";
import { createEvaluate } from "./evaluate/evaluate.ts";
import { createExports } from "./export/exports.ts";
import { createFunctions } from "./functions/functions.ts";
import { createPiped, isPiped, uses } from "./functions/piped.ts";
import { createFunctionThread } from "./functions/thread.ts";
import { listenHttp } from "./http.ts";
import { startListeners } from "./listeners.ts";
import { createBroadcast } from "./live/broadcast.ts";
import type { Watched } from "./live/pairs.ts";
import { createMeta } from "./meta/meta.ts";
import { createOwnMetrics } from "./own-metrics.ts";
import { createPast } from "./past.ts";
import { createProbeThread } from "./probes/probe-thread.ts";
import { createProbes } from "./probes/probes.ts";
import { startRetention } from "./retention.ts";
import { startRhythm } from "./rhythm.ts";
import { acknowledgeRoutes } from "./routes/acknowledge.ts";
import { alertMarkRoutes } from "./routes/alert-marks.ts";
import { alertRoutes } from "./routes/alerts.ts";
import { channelRoutes } from "./routes/channels.ts";
import { deployRoutes } from "./routes/deploys.ts";
import { eventRoutes } from "./routes/events.ts";
import { exportRoutes } from "./routes/exports.ts";
import { functionRoutes } from "./routes/functions.ts";
import { liveRoutes } from "./routes/live.ts";
import { metaRoutes } from "./routes/meta.ts";
import { noticeRoutes } from "./routes/notices.ts";
import { probeRoutes } from "./routes/probes.ts";
import { queryRoutes } from "./routes/query.ts";
import { ruleFileRoutes } from "./routes/rule-files.ts";
import { rulePreviewRoutes } from "./routes/rule-preview.ts";
import { ruleRoutes } from "./routes/rules.ts";
import { senderRoutes } from "./routes/senders.ts";
import { serviceRoutes } from "./routes/service.ts";
import { sharedRoutes } from "./routes/shared.ts";
import { shareRoutes } from "./routes/shares.ts";
import { silenceRoutes } from "./routes/silences.ts";
import { sluggedRoutes } from "./routes/slugged.ts";
import { snapshotRoutes } from "./routes/snapshots.ts";
import { viewFileRoutes } from "./routes/view-files.ts";
import { viewRoutes } from "./routes/views.ts";
import { writeRoutes } from "./routes/write.ts";
import { createShares } from "./shares/shares.ts";
import { createSnapshots } from "./snapshots/snapshots.ts";
import { problemsOf } from "./status.ts";
import { createReadApart } from "./stores/read-apart.ts";
import { storeProblems, storeStatuses } from "./stores/store-problems.ts";
import { createStores } from "./stores/stores.ts";
import { version } from "./version.ts";
import { createAllViews, reservedSlugs } from "./views/all-views.ts";
import { thisMachine } from "./views/this-machine.ts";
import { createViewFolder } from "./views/view-folder.ts";
import { createViewsThread } from "./views/views-thread.ts";
import { warmRecent } from "./warm.ts";

/** How many batches may wait for the browsers' stream. */
const BROADCAST_CAPACITY = 1_000;
/** How many may wait to be counted for the rules that count events. */
const RULES_CAPACITY = 10_000;
/** How long a stop takes batches into history; what is left is safe in the spool, and taken at the next start. */
const STOP_DRAIN_MS = 3_000;

/**
 * The composition root: every room is made here, in the order in which data passes them, and stopped in the same order.
 * @throws Error in words where the folder or a port is taken.
 */
export async function startMissionControl(options: {
  settings: Settings;
  clock: Clock;
  log: Logger;
  /** The folder of the built page, and the file of the thread for long queries. */
  page: string;
  worker: string;
  /** The file of the threads for functions, and of the one that reads views that stand in files. */
  functionsWorker: string;
  viewsWorker: string;
  /** The file of the thread that checks probes. */
  probeWorker: string;
}) {
  const { settings, clock, log } = options;
  const startedMs = clock.now();
  const dataDir = resolve(settings.dataDir);
  const stops: (() => unknown)[] = [];
  const instance = hostname();
  const onError = (error: unknown) => log.error({ err: error }, "a background task failed");

  const lock = lockFolder(dataDir);
  if (lock.taken) throw new Error(lock.message);
  try {
    // Keep: disk first, then memory, then one reader over both.
    const history = await openHistory({ dir: dataDir, clock });
    const spool = openSpool({
      dir: dataDir,
      clock,
      maxBytes: settings.spoolMegabytes * 2 ** 20,
      afterSeq: history.appliedSeq(),
    });
    const records = await openRecords({ dir: dataDir, clock });
    const recent = createRecent({ clock, keepMs: settings.recent, stepMs: settings.step });
    const reader = joinReaders({
      recent: { ...recent.series, coversFromMs: recent.coversFromMs },
      history: history.series,
    });
    const events = joinEvents({
      recent: { find: recent.events.find, coversFromMs: recent.eventsCoverFromMs },
      history: history.events,
    });
    const readApart = createReadApart({ file: options.worker });
    stops.push(readApart.close);
    const stores = createStores({ settings: settings.series.stores, clock, readLong: readApart.read });
    const forwards = createForwards({
      stores: stores.written(),
      spool,
      durableSeq: history.durableSeq,
      dir: dataDir,
      clock,
    });
    const drain = createDrain({ spool, history, clock, sentSeq: forwards.sentSeq });
    const compaction = createCompaction({ history, clock });
    const past = createPast(clock);

    // Compute and fan out.
    const apart = createApart({ file: options.worker, clock });
    stops.push(() => apart.close());
    const evaluate = createEvaluate({ reader, clock, apart });
    // Two, so that no question, however long, holds up what is live.
    const functionThread = () => createFunctionThread({ file: options.functionsWorker, clock });
    const [askedThread, liveThread] = [functionThread(), functionThread()];
    stops.push(askedThread.close, liveThread.close);
    const functions = await createFunctions({
      records: records.functions,
      settings: settings.functions,
      clock,
      checkCode: askedThread.check,
    });
    const meta = await createMeta({ records: records.meta, settings: settings.meta, clock });
    const viewsThread = createViewsThread({ file: options.viewsWorker, clock });
    stops.push(viewsThread.close);
    const builtIn = [thisMachine];
    const viewFolder = createViewFolder({
      path: settings.views.folder,
      clock,
      read: viewsThread.read,
      taken: async () =>
        new Map([
          ...(await records.views.list()).map(({ slug }): [string, string] => [slug, "a saved one"]),
          ...[...builtIn.map(({ slug }) => slug), ...reservedSlugs].map((slug): [string, string] => [
            slug,
            "a built-in one",
          ]),
        ]),
      onError,
    });
    const allViews = createAllViews({ builtIn, folder: viewFolder, records: records.views });
    const piped = createPiped({ evaluate, functions: functions.all });
    const pipedFrom = (store: PromqlStore | undefined) =>
      piped.readerOf({ store, thread: askedThread, stepMs: settings.step });
    const pipedTextFrom = (store: PromqlStore | undefined, text: string) => {
      piped.check(text, store === undefined);
      return pipedFrom(store);
    };
    const replays = createReplays({
      clock,
      baseStepMs: settings.step,
      graceMs: settings.grace,
      evaluate,
      proxied: stores.proxied,
      piped: pipedTextFrom,
      find: events.find,
    });
    stops.push(replays.close);
    const exports = createExports({ evaluate, clock, dir: join(dataDir, "exports"), onError });
    stops.push(exports.close);
    const pipedLive = ({ store, expr, stepMs }: Watched) => {
      if (!isPiped(expr)) return undefined;
      const from = stores.proxied(store);
      piped.check(expr, from === undefined);
      return piped.readerOf({ store: from, thread: liveThread, stepMs });
    };
    const broadcast = createBroadcast({
      clock,
      evaluate,
      baseStepMs: settings.step,
      graceMs: settings.grace,
      proxied: stores.proxied,
      piped: pipedLive,
    });
    const eventCounts = createEventCounts({ find: events.find });
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
    const registerAll = (known: ReadonlyMap<string, MetricMetadata>) => {
      for (const [name, metadata] of known) pipeline.metadata.register(name, metadata);
    };
    await warmRecent({
      recent,
      history,
      spool,
      fromMs: startedMs - settings.recent,
      toMs: startedMs,
      replay: pipeline.replay,
      // History says itself, among the problems, why it is away.
    }).catch(onError);

    // Watch over what comes in.
    const acceptOwn = async (given: readonly RawEvent[]) => {
      await pipeline.acceptEvents(given).catch((error: unknown) => {
        // A refusal is counted; a line of log for each packet would only make a full disk worse.
        if (!(error instanceof Refusal)) onError(error);
      });
    };
    const host = settings.hostMetrics.enabled ? createHostCollector({ clock }) : undefined;
    const policy = createAddressPolicy({ allow: settings.outgoing.allow });
    /** Where people find this process; known once it listens. */
    let url = "";
    const telling = createTelling({
      settings,
      clock,
      dataDir,
      records,
      policy,
      readers: {
        evaluate,
        proxied: stores.proxied,
        piped: (store, text) => {
          piped.check(text, store === undefined);
          return pipedFrom(store);
        },
      },
      reader,
      find: events.find,
      typeOf: (metric) => pipeline.metadata.of(metric).type,
      rules: () => alerting.rules.list(),
      ruleOf: (slug) => alerting.rules.find(slug),
      showOnPages: async (event) => {
        const { watchers } = broadcast.status();
        if (watchers > 0) await acceptOwn([event]);
        return watchers;
      },
      ownAddress: () => url,
      onError,
    });
    const wishes = await createWishes({
      records,
      clock,
      changed: () => alerting.engine.replan(),
    });
    const alerting = await createAlerting({
      settings,
      clock,
      records,
      evaluate,
      counts: eventCounts,
      reader,
      recent: recent.series,
      recentFromMs: recent.coversFromMs(),
      history: history.series,
      ownLabels:
        host &&
        labelsOf([
          ["job", "node"],
          ["instance", instance],
        ]),
      readerOf: (watched) => pipedLive(watched) ?? stores.proxied(watched.store),
      proxied: stores.proxied,
      isPiped,
      checkPiped: piped.check,
      hasView: async (slug) => (await allViews.find(slug)) !== undefined,
      accept: acceptOwn,
      groups: await records.groups.list(),
      wishes: wishes.now,
      wake: telling.wake,
      released: wishes.acknowledgements.release,
      // Their alerts say no more than that there are no data.
      forgotSenders: (gone) =>
        log.warn(
          { count: gone.length, senders: gone.slice(0, 20) },
          "senders that were silent for long are forgotten",
        ),
      onError,
    });
    await alerting.begin().catch(onError);

    // Take in.
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
    stops.push(listeners.close);
    const probeThread = createProbeThread({
      file: options.probeWorker,
      clock,
      allow: settings.outgoing.allow,
    });
    stops.push(probeThread.close);
    const probes = await createProbes({
      records: records.probes,
      clock,
      place: settings.probes.place ?? instance,
      check: probeThread.check,
      lookup: createGuardedLookup({ policy }),
      accept: acceptUnasked,
      onError,
    });
    stops.push(probes.stop);
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
    const sources = () =>
      [...listeners.status(), host?.status(), probes.status(), posted(), remoteWrite.status()].filter(
        (source) => source !== undefined,
      );

    const own = createOwnMetrics(
      {
        samples: () => pipeline.counters().samplesIn,
        events: () => pipeline.counters().eventsIn,
        rejected: () => {
          const { samplesRejected } = pipeline.counters();
          const bySource = sources().map(({ name, rejected }): [string, number] => [name, rejected]);
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
      instance,
    );
    registerAll(await own.metadata());
    if (host !== undefined) registerAll(host.metadata());
    registerAll(probes.metadata());

    const collect = async (timeMs: number) => {
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
    };
    // So that a first start shows something at once. Levels only: a total read late would make a wrong rate.
    const collectLevels = async (timeMs: number) => {
      const samples = createSamplesBuilder(256);
      await host?.collect(timeMs, (labels, atMs, value) => {
        if (pipeline.metadata.of(nameOf(labels)).type === "gauge")
          samples.add(samples.ref(labels), atMs, value);
      });
      await pipeline.acceptSamples(samples.take());
    };
    const seal = async (sealedMs: number) => {
      await pipeline.acceptSamples(pipeline.seal(sealedMs));
      // Beside what browsers watch: who waits for a message waits longer than for a picture.
      alerting.engine.seal(sealedMs);
      void alerting.engine.idleHere().then(() => {
        if (alerting.engine.problems().length === 0) telling.evaluated();
      });
      await broadcast.seal(sealedMs);
      recent.sweep();
    };

    // Serve.
    const status = (): Status => ({
      version,
      startedMs,
      nowMs: clock.now(),
      baseStepMs: settings.step,
      retentionMs: settings.retention,
      sources: sources(),
      sinks: pipeline.status().sinks,
      spool: spool.status(),
      series: recent.seriesCount,
      compaction: compaction.status(),
      stores: storeStatuses(stores, forwards),
      problems: problemsOf({
        sources: sources(),
        spool: spool.status(),
        drops: listeners.problems(),
        store: [spool, history, drain, compaction, records, viewFolder, alerting.engine, telling].flatMap(
          (part) => part.problems(),
        ),
        stores: storeProblems(stores, forwards, clock.now()),
      }),
    });
    let ready = true;
    const queryRoom = queryRoutes({
      reader,
      evaluate,
      clock,
      version,
      past,
      stores,
      piped: { readerOf: pipedFrom, versionOf: piped.versionOf },
      metadata: () => new Map([...listeners.metadata(), ...pipeline.metadata.all()]),
      onError,
    });
    const deployRoom = deployRoutes({ clock, accept: acceptPosted, find: events.find });
    const answering = {
      clock,
      baseStepMs: settings.step,
      store: stores.defaultName,
      query: queryRoom,
      deploys: deployRoom,
      find: events.find,
    };
    const shares = createShares({ records: records.shares, clock, findView: allViews.find });
    const shared = sharedRoutes({ ...answering, shares, broadcast });
    const snapshots = createSnapshots({
      records: records.snapshots,
      taker: { ...answering, graceMs: settings.grace },
      dir: join(dataDir, "snapshots"),
      findView: allViews.find,
      onError,
    });
    stops.push(snapshots.close);
    const app = createApp({
      clock,
      log,
      metrics: own,
      allowedHosts: settings.allowedHosts,
      rooms: {
        query: queryRoom,
        events: eventRoutes({
          clock,
          accept: acceptPosted,
          refused: pipeline.noteRefused,
          find: events.find,
        }),
        write: writeRoutes({
          remoteWrite,
          accept: (samples) => {
            alerting.senders.arrivedAll(samples.labels);
            return pipeline.acceptSamples(samples, { acknowledged: true });
          },
        }),
        deploys: deployRoom,
        views: viewRoutes({
          all: allViews,
          records: records.views,
          clock,
          files: viewFileRoutes({
            all: allViews,
            records: records.views,
            clock,
            read: viewsThread.read,
            readAgain: viewFolder.readAgain,
          }),
          removed: () => void viewFolder.readAgain(),
        }),
        functions: functionRoutes({
          functions,
          changed: (name) =>
            broadcast.reset(`the function "${name}" is another now`, ({ expr }) => uses(expr, name)),
        }),
        meta: metaRoutes({ meta }),
        rules: ruleRoutes({
          ...alerting,
          clock,
          more: [
            rulePreviewRoutes({ replays, onError }),
            ruleFileRoutes({ ...alerting, clock, read: viewsThread.readRules, proxied: stores.proxied }),
          ],
        }),
        alerts: alertRoutes({
          engine: alerting.engine,
          records: records.alerts,
          clock,
          more: [
            acknowledgeRoutes({ ...wishes, engine: alerting.engine }),
            alertMarkRoutes({
              engine: alerting.engine,
              records: records.alerts,
              rules: alerting.rules,
              clock,
            }),
          ],
        }),
        senders: senderRoutes(alerting),
        silences: silenceRoutes({ ...wishes, engine: alerting.engine }),
        muteTimes: sluggedRoutes({ kept: wishes.muteTimes, as: "muteTimes" }),
        inhibitions: sluggedRoutes({ kept: wishes.inhibitions, as: "inhibitions" }),
        channels: channelRoutes({ channels: telling.channels }),
        notices: noticeRoutes(telling.notices),
        ...exportRoutes({ exports, proxied: stores.proxied, piped: pipedTextFrom }),
        probes: probeRoutes({ probes }),
        live: liveRoutes({ broadcast }),
        shares: shareRoutes({ shares }),
        shared: shared.app,
        snapshots: snapshotRoutes({ snapshots, onError }),
        service: serviceRoutes({ status, ready: () => ready, metrics: own }),
        page: options.page,
      },
    });
    await collectLevels(floorToStep(clock.now(), settings.step));
    await viewFolder.readAgain();
    const http = await listenHttp({ app, clock, host: settings.host, port: settings.port });
    const inUrl = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
    // A message is read elsewhere, where "any address" leads nowhere.
    url = `http://${["0.0.0.0", "::"].includes(settings.host) ? instance : inUrl}:${http.port}`;
    const stopDraining = drain.start();
    const stopCompaction = compaction.start();
    const stopBroadcast = broadcast.start();
    const stopShared = shared.start();
    const stopStores = stores.start();
    const stopForwards = forwards.start();
    const stopAlerting = alerting.start();
    const stopTelling = telling.start();
    const stopWatching = viewFolder.watch();
    const stopRetention = startRetention({
      clock,
      history,
      retentionMs: settings.retention,
      requestRetentionMs: settings.requestRetention,
      onError,
    });
    const rhythm = startRhythm({
      clock,
      stepMs: settings.step,
      graceMs: settings.grace,
      collect,
      seal,
      onError,
    });

    return {
      addresses: {
        url: `http://${inUrl}:${http.port}`,
        ...listeners.addresses,
        dataDir,
      },
      /** Reads again what stands in files and may have changed. */
      readAgain: viewFolder.readAgain,
      notices: status().problems.map((problem) => problem.message),
      /** Stops taking in, keeps what came in, and lets go of everything. */
      async stop(): Promise<void> {
        ready = false;
        rhythm.stop();
        probes.stop();
        stopRetention();
        stopWatching();
        stopBroadcast();
        stopShared();
        stopAlerting();
        await alerting.engine.stop();
        await stopTelling();
        await snapshots.close();
        stopStores();
        await exports.close();
        await Promise.all([
          apart.close(),
          readApart.close(),
          askedThread.close(),
          liveThread.close(),
          viewsThread.close(),
          probeThread.close(),
        ]);
        await Promise.all([listeners.close(), http.close(), rhythm.idle()]);
        await pipeline.acceptSamples(listeners.flush(clock.now()));
        await Promise.all([stopDraining(), stopForwards(), stopCompaction()]);
        await drain.drainedWithin(STOP_DRAIN_MS).catch(onError);
        spool.close();
        await Promise.all([history.close(), records.close()]);
        lock.release();
      },
    };
  } catch (error) {
    for (const stop of stops) await stop();
    lock.release();
    throw error;
  }
}
