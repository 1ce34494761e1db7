import type { ServerResponse } from "node:http";
import {
  type Batch,
  type Hello,
  type LaneSubscription,
  type PromqlStore,
  Refusal,
  type Subscribed,
} from "@mission-control/contracts";
import { PromqlError } from "@mission-control/promql";
import { type Clock, ceilToStep, floorToStep, type Undo } from "@mission-control/series";
import type { Evaluate } from "../evaluate/evaluate.ts";
import { createLiveEvents } from "./live-events.ts";
import {
  createPair,
  evaluateAt,
  evaluateOver,
  type Pair,
  pairKey,
  skippedFrame,
  type Watched,
} from "./pairs.ts";
import { createProxiedPairs, type LaneReader } from "./proxied-pairs.ts";
import { createSession, messageOf, type Session } from "./session.ts";
import { createTurns } from "./turns.ts";
import { createWatchLists, noLanes, type WatchList } from "./watch-lists.ts";

const HEARTBEAT_MS = 15_000;
const KEEP_DISCONNECTED_MS = 60_000;
const RESUME_STEPS = 720;
/** Streams at once, those that may be resumed among them. */
const MOST_SESSIONS = 10_000;
/** The part of a step in which all that is watched must be evaluated. */
const BUDGET_SHARE = 0.5;

/**
 * Fans what is new out to the browsers that watch. Each sealed step each (expression, step) pair is evaluated once and its
 * JSON shared, by its own store where that evaluates by itself; what happened (events, deploys) goes out within a tenth of a second.
 */
export function createBroadcast(options: {
  clock: Clock;
  evaluate: Evaluate;
  baseStepMs: number;
  graceMs: number;
  /** The store of a name that evaluates by itself; by default there is none. */
  proxied?: (name: string | undefined) => PromqlStore | undefined;
  /** What answers a lane whose query functions follow; undefined where none do. @throws PromqlError */
  piped?: (watched: Watched) => LaneReader | undefined;
}) {
  const { clock, evaluate, baseStepMs, graceMs } = options;
  const sessions = new Map<string, Session>();
  const pairs = new Map<string, Pair>();
  const lists = createWatchLists();
  const elsewhere = createProxiedPairs({
    clock,
    readerOf: (watched) => options.piped?.(watched) ?? options.proxied?.(watched.store),
    budgetMs: baseStepMs * BUDGET_SHARE,
  });
  const bytesSeen = new Map<string, number>();
  let sealedMs = floorToStep(clock.now() - graceMs, baseStepMs);
  const liveEvents = createLiveEvents({
    clock,
    send: (data) => {
      for (const session of sessions.values()) if (session.hearsEvents) session.send("events", data);
    },
  });

  function prune(): void {
    for (const [id, session] of sessions) {
      if (!session.connected && clock.now() - session.disconnectedAtMs > KEEP_DISCONNECTED_MS) {
        sessions.delete(id);
        bytesSeen.delete(id);
      }
    }
    const used = new Set([...sessions.values()].map(({ list }) => list));
    lists.keep(used);
    const watched = new Set([...used].flatMap(({ keys }) => keys));
    for (const key of pairs.keys()) if (!watched.has(key)) pairs.delete(key);
    elsewhere.keep(watched);
  }

  /**
   * The JSON of each of these pairs at a seal that began at `beganMs`: a sealed step, or the value so far of an open one. The
   * cheapest come first, so that what is too costly says so in its own lane and delays no other. One that turns out to be
   * costly is left out.
   */
  async function framesAt(
    atMs: number,
    asked: readonly Pair[],
    beganMs: number,
  ): Promise<Map<string, string>> {
    const frames = new Map<string, string>();
    const turns = createTurns(clock);
    for (const pair of [...asked].sort((a, b) => a.costMs - b.costMs)) {
      const startMs = clock.monotonicMs();
      const frameMs = ceilToStep(atMs, pair.stepMs);
      const deadlineMs = baseStepMs * BUDGET_SHARE - (startMs - beganMs);
      if (deadlineMs < 0) {
        frames.set(pair.key, skippedFrame(pair, frameMs));
        continue;
      }
      const frame = await evaluateAt(pair, { evaluate, clock, deadlineMs }, atMs, frameMs);
      if (frame !== undefined) frames.set(pair.key, frame);
      pair.costMs = clock.monotonicMs() - startMs;
      await turns.mayPass();
    }
    return frames;
  }

  function compose({ keys }: WatchList, frames: ReadonlyMap<string, string>, atMs: number): string {
    const parts: string[] = [];
    for (const key of keys) {
      const frame = frames.get(key);
      if (frame !== undefined) parts.push(frame);
    }
    return `{"sealedMs":${atMs},"nowMs":${clock.now()},"lanes":[${parts.join(",")}]}`;
  }

  async function seal(atMs: number): Promise<void> {
    // Before the evaluation: whoever subscribes from here on asks query_range for this step.
    const skipped = atMs > sealedMs + baseStepMs;
    sealedMs = atMs;
    const subscribed = [...sessions.values()]
      .filter((s) => s.live)
      .map((session) => [session, session.list] as const);
    const watched = new Set([...new Set(subscribed.map(([, list]) => list))].flatMap(({ keys }) => keys));
    const beganMs = clock.monotonicMs();
    const fromElsewhere = elsewhere.framesAt(atMs, watched);
    const ours = [...pairs.values()].filter((pair) => watched.has(pair.key));
    const frames = await framesAt(
      atMs,
      ours.filter((pair) => !pair.isCostly),
      beganMs,
    );
    // On another thread, when what is ours has gone out.
    const costly = new Map(ours.filter(({ key }) => !frames.has(key)).map((pair) => [pair.key, pair]));
    const first = new Map<WatchList, { message: Buffer; isWhole: boolean }>();
    const firstOf = (list: WatchList) => {
      const isWhole = !list.keys.some((key) => elsewhere.has(key) || costly.has(key));
      // Its step is complete, and has an id to resume at, once other stores and threads have answered.
      const message = messageOf("step", compose(list, frames, atMs), isWhole ? atMs : undefined);
      return { message, isWhole };
    };
    const waiting: (typeof subscribed)[number][] = [];
    const turns = createTurns(clock);
    for (const [session, list] of subscribed) {
      await turns.mayPass();
      // One that came back meanwhile gets this step with those it missed.
      if (!session.live || atMs <= session.lastSentMs) continue;
      // Also who has had no step yet: it asked for the past up to the last one that was sealed when it subscribed.
      if (skipped && list.keys.length > 0) {
        session.send(
          "reset",
          JSON.stringify({ reason: "steps were skipped because evaluation fell behind" }),
        );
      }
      const { message, isWhole } = madeOnce(first, list, firstOf);
      if (isWhole) session.sendStep(message, atMs);
      else {
        session.sendMessage(message);
        waiting.push([session, list]);
      }
    }
    const fromApart = await framesAt(atMs, [...costly.values()], beganMs);
    const later = new Map([...(await fromElsewhere), ...fromApart]);
    const rest = new Map<WatchList, Buffer>();
    const restOf = (list: WatchList) => messageOf("step", compose(list, later, atMs), atMs);
    for (const [session, list] of waiting) {
      await turns.mayPass();
      if (session.live && atMs > session.lastSentMs) session.sendStep(madeOnce(rest, list, restOf), atMs);
    }
  }

  /**
   * Sends what a browser missed while it was away, step by step; false where that is too much. It stops where another
   * connection has come in place of this one, which catches up by itself.
   */
  async function resume(session: Session, on: ServerResponse, lastMs: number): Promise<boolean> {
    let haveMs = lastMs;
    if (haveMs > sealedMs) return false;
    // Steps may seal while missed ones are evaluated: go on until none is missing.
    while (haveMs < sealedMs) {
      if ((sealedMs - haveMs) / baseStepMs > RESUME_STEPS) return false;
      haveMs = await sendMissed(session, on, haveMs, sealedMs);
      if (!session.isOn(on)) return true;
    }
    session.caughtUp(haveMs);
    return true;
  }

  async function sendMissed(
    session: Session,
    on: ServerResponse,
    afterMs: number,
    throughMs: number,
  ): Promise<number> {
    const { list } = session;
    const turns = createTurns(clock);
    const byPair = await elsewhere.framesOver(list.keys, afterMs, throughMs);
    for (const key of list.keys) {
      const pair = pairs.get(key);
      if (pair === undefined || byPair.has(key)) continue;
      const fromMs = floorToStep(afterMs, pair.stepMs) + pair.stepMs;
      const toMs = floorToStep(throughMs, pair.stepMs);
      const means = { evaluate, clock, deadlineMs: baseStepMs * BUDGET_SHARE };
      byPair.set(pair.key, await evaluateOver(pair, means, fromMs, toMs));
      await turns.mayPass();
      if (!session.isOn(on)) return afterMs;
    }
    for (let atMs = afterMs + baseStepMs; atMs <= throughMs; atMs += baseStepMs) {
      await turns.mayPass();
      if (!session.isOn(on)) return atMs - baseStepMs;
      const frames = new Map<string, string>();
      for (const [key, byTime] of byPair) {
        const frame = byTime.get(atMs);
        if (frame !== undefined) frames.set(key, frame);
      }
      session.sendStep(messageOf("step", compose(list, frames, atMs), atMs), atMs);
    }
    return throughMs;
  }

  return {
    seal,
    /** The sink of the pipeline: events to send at once; samples are read from memory when their step seals. */
    take: (batch: Batch): void => liveEvents.take(batch.events),
    /**
     * A browser connects, or comes back with the id of the last step it saw. With `quiet` it hears of the lanes it watches
     * and of nothing else that happens.
     */
    async connect(
      id: string,
      response: ServerResponse,
      lastEventId: number | undefined,
      { quiet = false } = {},
    ): Promise<void> {
      const known = sessions.get(id);
      if (known === undefined && sessions.size >= MOST_SESSIONS) {
        throw new Refusal(
          "too_many_watchers",
          `There are ${MOST_SESSIONS} streams already; try again in a minute.`,
        );
      }
      const session = known ?? createSession(id, !quiet);
      sessions.set(id, session);
      response.once("close", () => session.detach(response, clock.now()));
      const canResume = known !== undefined && lastEventId !== undefined && known.list.keys.length > 0;
      session.attach(response, canResume);
      const hello: Hello = { id, nowMs: clock.now(), baseStepMs, graceMs, resumed: canResume };
      session.send("hello", JSON.stringify(hello));
      if (!canResume || (await resume(session, response, lastEventId).catch(() => false))) return;
      if (session.isOn(response)) {
        session.send("reset", JSON.stringify({ reason: "too long away to catch up step by step" }));
        session.caughtUp(sealedMs);
      }
    },
    /** Replaces what a browser watches. Undefined where there is no such stream. */
    subscribe(id: string, lanes: readonly LaneSubscription[]): Subscribed | undefined {
      const session = sessions.get(id);
      if (session === undefined) return undefined;
      const good: LaneSubscription[] = [];
      const answer = lanes.map((lane): Subscribed["lanes"][number] => {
        const at = { key: lane.key, sealedMs: floorToStep(sealedMs, lane.stepMs) };
        try {
          const key = pairKey(lane);
          if (!elsewhere.take(lane) && !pairs.has(key)) pairs.set(key, createPair(lane));
          good.push(lane);
          return at;
        } catch (error) {
          if (!(error instanceof PromqlError)) throw error;
          return { ...at, error: error.message, ...(error.column > 0 ? { column: error.column } : {}) };
        }
      });
      session.watch(lists.of(good));
      prune();
      return { lanes: answer };
    },
    /** What a stream watches, also one that may still be resumed. */
    watchedBy: (id: string): readonly LaneSubscription[] => sessions.get(id)?.list.lanes ?? noLanes.lanes,
    /** Tells whoever watches such a lane to ask for the past again. */
    reset(reason: string, concerns: (lane: LaneSubscription) => boolean): void {
      const told = JSON.stringify({ reason });
      for (const session of sessions.values())
        if (session.list.lanes.some(concerns)) session.send("reset", told);
    },
    /** Begins to send heartbeats and to forget who left; the returned function ends it and every stream. */
    start(): Undo {
      const stop = clock.every(HEARTBEAT_MS, () => {
        for (const session of sessions.values()) {
          session.reapIfStalled(bytesSeen);
          session.send("heartbeat", JSON.stringify({ nowMs: clock.now() }));
        }
        prune();
      });
      return () => {
        stop();
        liveEvents.stop();
        for (const session of sessions.values()) session.end();
      };
    },
    status: () => ({
      watchers: [...sessions.values()].filter((session) => session.connected).length,
      pairs: pairs.size + elsewhere.size,
      droppedEvents: liveEvents.dropped(),
      sealedMs,
    }),
  };
}

/** Fans what is new out to the browsers that watch. */
export type Broadcast = ReturnType<typeof createBroadcast>;

/** What is known of a key, made where it is not. */
function madeOnce<Key, Value>(map: Map<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  const found = map.get(key) ?? make(key);
  map.set(key, found);
  return found;
}
