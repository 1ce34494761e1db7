import { type PlanInput, planNotices } from "@mission-control/alerts";
import {
  deployType,
  type Event,
  type PromqlStore,
  type RawEvent,
  type Rule,
  type SeriesReader,
  type Settings,
} from "@mission-control/contracts";
import { type Clock, createSamplesBuilder, type Labels, type Samples } from "@mission-control/series";
import type { AlertTurn, Records, Released } from "@mission-control/store";
import type { Evaluate } from "../evaluate/evaluate.ts";
import type { Watched } from "../live/pairs.ts";
import type { LaneReader } from "../live/proxied-pairs.ts";
import { createTurns } from "../live/turns.ts";
import { eventOfTurn } from "./alert-events.ts";
import { createCheckRule } from "./check-rule.ts";
import { createAlertEngine, type Wishes } from "./engine.ts";
import type { EventCounts } from "./event-counts.ts";
import { readKeptSenders } from "./kept-senders.ts";
import { createAsking } from "./rule-question.ts";
import { createRules } from "./rules.ts";
import { createSenders, type KeptSender } from "./senders.ts";

/** Events of one batch, so that a storm holds nobody up. */
const EVENTS_A_TURN = 200;
const HOUR_MS = 3_600_000;

/**
 * Rules and their alerts in this process: who sends, what is evaluated as steps seal, what becomes of it as series and events,
 * and who is told.
 */
export async function createAlerting(options: {
  settings: Settings;
  clock: Clock;
  records: Records;
  evaluate: Evaluate;
  counts: EventCounts;
  reader: SeriesReader;
  /** What memory has, from when on, and what history does: who sent before the start is read from there. */
  recent: Pick<SeriesReader, "select">;
  recentFromMs: number;
  history: Pick<SeriesReader, "select" | "series">;
  /** The labels of this machine's own metrics, where they are collected. */
  ownLabels: Labels | undefined;
  readerOf: (watched: Watched) => LaneReader | undefined;
  proxied: (name: string | undefined) => PromqlStore | undefined;
  isPiped: (text: string) => boolean;
  checkPiped: (text: string, isOurs: boolean) => void;
  hasView: (slug: string) => Promise<boolean>;
  accept: (events: readonly RawEvent[]) => Promise<unknown>;
  groups: PlanInput["groups"];
  wishes: () => Wishes;
  /** Called when notices wait to be sent. */
  wake: () => void;
  /** Called with the acknowledgements that are over. */
  released: (released: readonly Released[]) => void;
  /** Called with senders that are known no more, as they have been silent for too long or others needed the room. */
  forgotSenders: (gone: readonly KeptSender[]) => void;
  onError: (error: unknown) => void;
}) {
  const { settings, clock, records, accept, onError } = options;
  const asking = createAsking({ clock, evaluate: options.evaluate, readerOf: options.readerOf });
  const rules = await createRules({ records: records.rules });

  /** Says what changed as events; what is said again counts once. */
  async function say(turns: readonly AlertTurn[]): Promise<void> {
    const events = turns.flatMap((turn) => eventOfTurn(turn) ?? []);
    const others = createTurns(clock);
    for (let from = 0; from < events.length; from += EVENTS_A_TURN) {
      await accept(events.slice(from, from + EVENTS_A_TURN));
      await others.mayPass();
    }
  }

  const engine = await createAlertEngine({
    clock,
    baseStepMs: settings.step,
    asking,
    counts: options.counts,
    records: records.alerts,
    rules: rules.list(),
    groups: options.groups,
    plan: planNotices,
    wishes: options.wishes,
    kept({ turns, notices, released }) {
      if (notices.length > 0) options.wake();
      if (released.length > 0) options.released(released);
      say(turns).catch(onError);
    },
    saidBefore: (turns) => void say(turns).catch(onError),
    onError,
  });
  rules.onChange(engine.change);

  const senders = createSenders({
    clock,
    forgetAfterMs: settings.alerts.forgetSenders,
    keepSilentMs: () => Math.max(0, ...rules.list().map(silentMsOf)),
    forgot: options.forgotSenders,
  });

  return {
    rules,
    engine,
    senders,
    check: createCheckRule({
      clock,
      asking,
      reader: options.reader,
      baseStepMs: settings.step,
      forgetAfterMs: settings.alerts.forgetSenders,
      proxied: options.proxied,
      isPiped: options.isPiped,
      checkPiped: options.checkPiped,
      hasChannel: async (slug) => (await records.channels.find(slug)) !== undefined,
      hasView: options.hasView,
    }),
    /** Knows again who sent before the start. */
    async begin(): Promise<void> {
      const { recent, history, recentFromMs } = options;
      const withinMs = settings.alerts.forgetSenders;
      const known = { recent, history, recentFromMs, nowMs: clock.now(), withinMs };
      senders.restore(await readKeptSenders(known));
    },
    /** Events came in: signs of life of who sent them. */
    happened(events: readonly (RawEvent | Event)[]): void {
      for (const { type, service = "", host = "" } of events)
        if (type !== deployType && type !== "alert") senders.happened(service, host, type === "request");
    },
    /** What is written at the end of a step: who sends, and how alerts stand. */
    collect(timeMs: number): Samples {
      if (options.ownLabels !== undefined) senders.arrived(options.ownLabels);
      const samples = createSamplesBuilder(256);
      senders.write(timeMs, samples);
      engine.write(timeMs, samples);
      return samples.take();
    },
    /** Forgets old changes, now and then; the returned function ends it. */
    start() {
      const forget = () => {
        records.alerts.forgetBefore(clock.now() - settings.retention).catch(onError);
      };
      const stops = [clock.after(60_000, forget), clock.every(HOUR_MS, forget)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** For how long a rule has to know a sender that is silent, so that it can tell of it. */
function silentMsOf({ when, forMs, everyMs, enabled }: Rule): number {
  if (!enabled || (when.kind !== "quiet" && when.kind !== "senders")) return 0;
  return when.afterMs + forMs + everyMs;
}
