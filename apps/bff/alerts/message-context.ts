import { type Condition, conditionOf } from "@mission-control/alerts";
import type {
  Alert,
  MetricMetadata,
  Notice,
  NoticeContext,
  Rule,
  SeriesReader,
} from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import { lastDeployOf } from "./last-deploy.ts";
import { drawAlert } from "./picture.ts";
import type { FindEvents } from "./replay-events.ts";
import type { ReplayReaders } from "./replay-source.ts";
import { whatChanged } from "./what-changed.ts";

/** A message never waits longer for what it shows beside its words: it is sent without. */
const MOST_MS = 1_000;
/** What was found for a notice serves the other channels that are told the same, so long. */
const KEPT_MS = 60_000;
const KEPT = 20;

type Changed = NoticeContext["changed"];

/** See `createMessageContext`. */
export type ContextOf = (notice: Pick<Notice, "alerts" | "createdMs">) => Promise<NoticeContext>;

/** Finds what a message shows beside its words, of the first of its alerts. What is not found in time, or fails, is left out. */
export function createMessageContext(options: {
  clock: Clock;
  baseStepMs: number;
  ruleOf: (slug: string) => Rule | undefined;
  readers: Omit<ReplayReaders, "find">;
  reader: Pick<SeriesReader, "select" | "series">;
  find: FindEvents;
  typeOf: (metric: string) => MetricMetadata["type"] | undefined;
}): ContextOf {
  const { clock, baseStepMs, ruleOf, readers, reader, find, typeOf } = options;
  const kept = new Map<string, { found: Promise<NoticeContext>; untilMs: number }>();

  function drawn(alert: Alert, condition: Condition, atMs: number, signal: AbortSignal) {
    return drawAlert({ alert, condition, atMs, baseStepMs, readers: { ...readers, find }, signal });
  }

  async function foundOf(alert: Alert, atMs: number): Promise<NoticeContext> {
    const rule = ruleOf(alert.rule);
    const [picture, lastDeploy, changed] = await Promise.all([
      within(clock, undefined, async (signal) =>
        rule === undefined ? undefined : drawn(alert, conditionOf(rule.when), atMs, signal),
      ),
      within(clock, undefined, () => lastDeployOf(alert, find)),
      within<Changed>(clock, [], (signal) =>
        alert.state === "normal"
          ? Promise.resolve([])
          : whatChanged({ alert, atMs, reader, typeOf, clock, signal }),
      ),
    ]);
    return { picture, lastDeploy, changed };
  }

  return ({ alerts, createdMs }) => {
    const lead = alerts.find(({ state }) => state !== "normal") ?? alerts[0];
    if (lead === undefined)
      return Promise.resolve({ picture: undefined, lastDeploy: undefined, changed: [] });
    const nowMs = clock.monotonicMs();
    for (const [key, { untilMs }] of kept) if (untilMs < nowMs || kept.size > KEPT) kept.delete(key);
    const key = `${lead.id} ${lead.state} ${createdMs}`;
    const known = kept.get(key);
    if (known !== undefined) return known.found;
    const found = foundOf(lead, createdMs);
    kept.set(key, { found, untilMs: nowMs + KEPT_MS });
    return found;
  };
}

/** What `work` gives within the time there is, else, or where it fails, what there is without it. */
async function within<T>(clock: Clock, without: T, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let cancel: Undo = () => {};
  const late = new Promise<T>((resolve) => {
    cancel = clock.after(MOST_MS, () => {
      stop.abort(new Error("the message does not wait any longer"));
      resolve(without);
    });
  });
  try {
    return await Promise.race([work(stop.signal).catch(() => without), late]);
  } finally {
    cancel();
  }
}
