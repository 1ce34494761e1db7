import type { Settings } from "@mission-control/contracts";
import { type Clock, labelsOf } from "@mission-control/series";
import type { AddressPolicy } from "@mission-control/sources";
import type { Logger } from "pino";
import { createAlerting } from "../alerts/alerting.ts";
import { createReplays } from "../alerts/replays.ts";
import { createTelling } from "../alerts/telling.ts";
import { createWishes } from "../alerts/wishes.ts";
import { isPiped } from "../functions/piped.ts";
import type { Flow } from "./flow.ts";
import type { Keeping } from "./keeping.ts";
import type { Questions } from "./questions.ts";

/** See `createAlerts`. */
export type Alerts = Awaited<ReturnType<typeof createAlerts>>;

/** What watches over what comes in: rules and their alerts, what people wish not to hear, how people are told, and replays. */
export async function createAlerts(options: {
  settings: Settings;
  clock: Clock;
  log: Logger;
  dataDir: string;
  /** What this machine is called in its own metrics. */
  instance: string;
  keeping: Pick<Keeping, "records" | "reader" | "recent" | "history" | "find" | "stores">;
  questions: Pick<Questions, "evaluate" | "piped">;
  flow: Flow;
  policy: AddressPolicy;
  hasView: (slug: string) => Promise<boolean>;
  /** Where people find this process. */
  ownAddress: () => string;
  onError: (error: unknown) => void;
  /** Hears at once of what has to be closed should the start fail. */
  ifStartFails: (close: () => unknown) => void;
}) {
  const { settings, clock, log, instance, flow, policy, onError } = options;
  const { records, reader, recent, history, find, stores } = options.keeping;
  const { evaluate, piped } = options.questions;
  const readers = { evaluate, proxied: stores.proxied, piped: piped.checkedReaderOf };
  const replays = createReplays({
    ...readers,
    clock,
    baseStepMs: settings.step,
    graceMs: settings.grace,
    find,
  });
  options.ifStartFails(replays.close);
  const telling = createTelling({
    settings,
    clock,
    dataDir: options.dataDir,
    records,
    policy,
    readers,
    reader,
    find,
    typeOf: (metric) => flow.pipeline.metadata.of(metric).type,
    rules: () => alerting.rules.list(),
    ruleOf: (slug) => alerting.rules.find(slug),
    showOnPages: async (event) => {
      const { watchers } = flow.broadcast.status();
      if (watchers > 0) await flow.acceptOwn([event]);
      return watchers;
    },
    ownAddress: options.ownAddress,
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
    counts: flow.eventCounts,
    reader,
    recent: recent.series,
    recentFromMs: recent.coversFromMs(),
    history: history.series,
    ownLabels: settings.hostMetrics.enabled
      ? labelsOf([
          ["job", "node"],
          ["instance", instance],
        ])
      : undefined,
    readerOf: (watched) => piped.live(watched) ?? stores.proxied(watched.store),
    proxied: stores.proxied,
    isPiped,
    checkPiped: piped.check,
    hasView: options.hasView,
    accept: flow.acceptOwn,
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
  return { alerting, telling, wishes, replays };
}
