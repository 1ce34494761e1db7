import type { Settings, Status } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { problemsOf } from "../problems.ts";
import { storeProblems, storeStatuses } from "../stores/store-problems.ts";
import { version } from "../version.ts";
import type { Alerts } from "./alerts.ts";
import type { Flow } from "./flow.ts";
import type { Keeping } from "./keeping.ts";
import type { Sources } from "./sources.ts";
import type { Views } from "./views.ts";

/** What tells how all of this process is, now. */
export function createStatus(options: {
  settings: Settings;
  clock: Clock;
  startedMs: number;
  keeping: Keeping;
  views: Pick<Views, "folder">;
  flow: Pick<Flow, "pipeline">;
  alerts: Pick<Alerts, "alerting" | "telling">;
  sources: Sources;
}): () => Status {
  const { settings, clock, startedMs, views, flow, alerts, sources } = options;
  const { spool, history, records, recent, stores, forwards, drain, compaction } = options.keeping;
  const parts = [
    spool,
    history,
    drain,
    compaction,
    records,
    views.folder,
    alerts.alerting.engine,
    alerts.telling,
  ];
  return () => ({
    version,
    startedMs,
    nowMs: clock.now(),
    baseStepMs: settings.step,
    retentionMs: settings.retention,
    sources: sources.status(),
    sinks: flow.pipeline.status().sinks,
    spool: spool.status(),
    series: recent.seriesCount,
    compaction: compaction.status(),
    stores: storeStatuses(stores, forwards),
    problems: problemsOf({
      sources: sources.status(),
      spool: spool.status(),
      drops: sources.listeners.problems(),
      store: parts.flatMap((part) => part.problems()),
      stores: storeProblems(stores, forwards, clock.now()),
    }),
  });
}
