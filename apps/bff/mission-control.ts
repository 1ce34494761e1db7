import { hostname } from "node:os";
import { join, resolve } from "node:path";
import type { Settings } from "@mission-control/contracts";
import { type Clock, floorToStep } from "@mission-control/series";
import { createAddressPolicy, createHostCollector } from "@mission-control/sources";
import { lockFolder } from "@mission-control/store";
import type { Logger } from "pino";
import { createApp } from "./app.ts";
import { createAlertRooms } from "./compose/alert-rooms.ts";
import { createAlerts } from "./compose/alerts.ts";
import { createDataRooms } from "./compose/data-rooms.ts";
import { createFlow } from "./compose/flow.ts";
import { openKeeping } from "./compose/keeping.ts";
import { createLibraryRooms } from "./compose/library-rooms.ts";
import { createQuestions } from "./compose/questions.ts";
import { startSources } from "./compose/sources.ts";
import { createStatus } from "./compose/status.ts";
import { createSteps } from "./compose/steps.ts";
import { createViews } from "./compose/views.ts";
import { createExports } from "./export/exports.ts";
import { listenHttp } from "./http.ts";
import { createMeta } from "./meta/meta.ts";
import { startRetention } from "./retention.ts";
import { startRhythm } from "./rhythm.ts";
import { serviceRoutes } from "./routes/service.ts";

/** How long a stop takes batches into history; what is left is safe in the spool, and taken at the next start. */
const STOP_DRAIN_MS = 3_000;

/**
 * The composition root: every room is made here, in the order in which data passes them, and stopped in the same order. What
 * belongs together is put together in `compose`.
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
  const { settings, clock, log, worker, functionsWorker, viewsWorker, probeWorker } = options;
  const startedMs = clock.now();
  const dataDir = resolve(settings.dataDir);
  const instance = hostname();
  const onError = (error: unknown) => log.error({ err: error }, "a background task failed");
  /** What is closed, in this order, where the start fails on its way. */
  const closes: (() => unknown)[] = [];
  const ifStartFails = (close: () => unknown) => void closes.push(close);
  /** What most parts are made with. */
  const common = { settings, clock, dataDir, instance, onError, ifStartFails };

  const lock = lockFolder(dataDir);
  if (lock.taken) throw new Error(lock.message);
  try {
    // Keep: disk first, then memory, then one reader over both. And answer what is asked of it.
    const keeping = await openKeeping({ ...common, worker });
    const { records, past } = keeping;
    const questions = await createQuestions({ ...common, keeping, worker, functionsWorker });
    const meta = await createMeta({ records: records.meta, settings: settings.meta, clock });
    const views = createViews({ ...common, records, viewsWorker });
    const exports = createExports({
      evaluate: questions.evaluate,
      clock,
      dir: join(dataDir, "exports"),
      onError,
    });
    ifStartFails(exports.close);

    // Compute and fan out.
    const flow = await createFlow({ ...common, startedMs, keeping, questions });

    // Watch over what comes in.
    const host = settings.hostMetrics.enabled ? createHostCollector({ clock }) : undefined;
    const policy = createAddressPolicy({ allow: settings.outgoing.allow });
    /** Where people find this process; known once it listens. */
    let url = "";
    const alerts = await createAlerts({
      ...common,
      log,
      keeping,
      questions,
      flow,
      policy,
      hasView: async (slug) => (await views.all.find(slug)) !== undefined,
      ownAddress: () => url,
    });
    const { alerting, telling } = alerts;

    // Take in.
    const sources = await startSources({
      ...common,
      records,
      flow,
      past,
      alerting,
      host,
      policy,
      probeWorker,
    });
    const steps = await createSteps({ instance, keeping, flow, alerts, sources, host });

    // Serve.
    const status = createStatus({ settings, clock, startedMs, keeping, views, flow, alerts, sources });
    let ready = true;
    const data = createDataRooms({
      ...common,
      keeping,
      questions,
      exports,
      findView: views.all.find,
      flow,
      sources,
    });
    const app = createApp({
      clock,
      log,
      metrics: steps.own,
      allowedHosts: settings.allowedHosts,
      rooms: {
        ...data.rooms,
        ...createAlertRooms({ clock, keeping, alerts, readRules: views.thread.readRules, onError }),
        ...createLibraryRooms({
          clock,
          records,
          views,
          functions: questions.functions,
          meta,
          probes: sources.probes,
          broadcast: flow.broadcast,
        }),
        service: serviceRoutes({ status, ready: () => ready, metrics: steps.own }),
        page: options.page,
      },
    });
    await steps.collectLevels(floorToStep(clock.now(), settings.step));
    await views.folder.readAgain();
    const http = await listenHttp({ app, clock, host: settings.host, port: settings.port });
    const inUrl = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
    // A message is read elsewhere, where "any address" leads nowhere.
    url = `http://${["0.0.0.0", "::"].includes(settings.host) ? instance : inUrl}:${http.port}`;

    // Set going.
    const stopDraining = keeping.drain.start();
    const stopCompaction = keeping.compaction.start();
    const stopBroadcast = flow.broadcast.start();
    const stopShared = data.startShared();
    const stopStores = keeping.stores.start();
    const stopForwards = keeping.forwards.start();
    const stopAlerting = alerting.start();
    const stopTelling = telling.start();
    const stopWatching = views.folder.watch();
    const stopRetention = startRetention({
      clock,
      history: keeping.history,
      retentionMs: settings.retention,
      requestRetentionMs: settings.requestRetention,
      onError,
    });
    const rhythm = startRhythm({
      clock,
      stepMs: settings.step,
      graceMs: settings.grace,
      collect: steps.collect,
      seal: steps.seal,
      onError,
    });

    return {
      addresses: {
        url: `http://${inUrl}:${http.port}`,
        ...sources.listeners.addresses,
        dataDir,
      },
      /** Reads again what stands in files and may have changed. */
      readAgain: views.folder.readAgain,
      notices: status().problems.map((problem) => problem.message),
      /** Stops taking in, keeps what came in, and lets go of everything. */
      async stop(): Promise<void> {
        ready = false;
        rhythm.stop();
        sources.probes.stop();
        stopRetention();
        stopWatching();
        stopBroadcast();
        stopShared();
        stopAlerting();
        await alerting.engine.stop();
        await stopTelling();
        await data.closeSnapshots();
        stopStores();
        await exports.close();
        await Promise.all([
          questions.closeThreads(),
          keeping.closeThread(),
          views.thread.close(),
          sources.closeThread(),
        ]);
        await Promise.all([sources.listeners.close(), http.close(), rhythm.idle()]);
        await flow.pipeline.acceptSamples(sources.listeners.flush(clock.now()));
        await Promise.all([stopDraining(), stopForwards(), stopCompaction()]);
        await keeping.drain.drainedWithin(STOP_DRAIN_MS).catch(onError);
        keeping.spool.close();
        await Promise.all([keeping.history.close(), records.close()]);
        lock.release();
      },
    };
  } catch (error) {
    for (const close of closes) await close();
    lock.release();
    throw error;
  }
}
