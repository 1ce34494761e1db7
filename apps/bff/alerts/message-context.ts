import { conditionOf } from "@mission-control/alerts";
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
const KEPT = 60;
/** What changed of a service is looked at so often at most. */
const SAME_MS = 10_000;

type Changed = NoticeContext["changed"];

/** What is shown of it: the picture and the words, the words alone, or nothing. */
export type Shown = "all" | "words" | "nothing";

/** See `createMessageContext`. */
export type ContextOf = (
  notice: Pick<Notice, "alerts" | "createdMs">,
  shown?: Shown,
) => Promise<NoticeContext>;

const nothing: NoticeContext = { picture: undefined, lastDeploy: undefined, changed: [] };

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
  const kept = new Map<string, { found: Promise<unknown>; untilMs: number }>();

  /** What was found of late, or is being looked for, under the same name; else `find` looks for it. */
  function once<T>(key: string, find: () => Promise<T>): Promise<T> {
    const nowMs = clock.monotonicMs();
    for (const [old, { untilMs }] of kept) if (untilMs < nowMs || kept.size > KEPT) kept.delete(old);
    const known = kept.get(key);
    if (known !== undefined) return known.found as Promise<T>;
    const found = find();
    kept.set(key, { found, untilMs: nowMs + KEPT_MS });
    return found;
  }

  function pictureOf(alert: Alert, atMs: number): Promise<NoticeContext["picture"]> {
    const rule = ruleOf(alert.rule);
    if (rule === undefined) return Promise.resolve(undefined);
    const asked = { alert, condition: conditionOf(rule.when), atMs, baseStepMs };
    return within(clock, undefined, (signal) =>
      drawAlert({ ...asked, readers: { ...readers, find }, signal }),
    );
  }

  function deployOf(alert: Alert): Promise<NoticeContext["lastDeploy"]> {
    return within(clock, undefined, () => lastDeployOf(alert, find));
  }

  function changedOf(alert: Alert, atMs: number): Promise<Changed> {
    if (alert.state === "normal") return Promise.resolve([]);
    return within<Changed>(clock, [], (signal) =>
      whatChanged({ alert, atMs, reader, typeOf, clock, signal }),
    );
  }

  return async ({ alerts, createdMs }, shown = "all") => {
    const lead = alerts.find(({ state }) => state !== "normal") ?? alerts[0];
    if (lead === undefined || shown === "nothing") return nothing;
    const key = `${lead.id} ${lead.state} ${createdMs}`;
    // In a storm many are told of the same service at once: what changed of it is the same for all.
    const ofService = `${lead.labels.service} ${lead.state === "normal"} ${Math.floor(createdMs / SAME_MS)}`;
    const [picture, lastDeploy, changed] = await Promise.all([
      shown === "all" ? once(`picture ${key}`, () => pictureOf(lead, createdMs)) : undefined,
      once(`deploy ${key}`, () => deployOf(lead)),
      once(`changed ${ofService}`, () => changedOf(lead, createdMs)),
    ]);
    return { picture, lastDeploy, changed };
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
