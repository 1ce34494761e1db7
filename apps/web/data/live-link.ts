import type { Event, LaneFrame, StepFrame } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { Connection, FromPage, SealedLane, ToPage, Watch } from "./live-protocol.ts";
import { watchKey } from "./live-protocol.ts";

const PING_MS = 30_000;

/** What one lane hears. */
export interface LaneListener {
  /** Ask for the past up to here; what follows comes as frames. Said again after a break. */
  sealed(sealedMs: number): void;
  /** It cannot be watched, and why; `column` counts from 1. */
  failed(reason: string, column: number | undefined): void;
  frame(frame: LaneFrame): void;
}

/** The way to the one that holds the stream: a shared worker's port, or the hub itself. */
export interface LivePort {
  post(message: FromPage): void;
  onMessage(listener: (message: ToPage) => void): Undo;
}

interface Watched {
  readonly watch: Watch;
  readonly listeners: Set<LaneListener>;
  told: SealedLane | undefined;
}

/** See `createLiveLink`. */
export type LiveLink = ReturnType<typeof createLiveLink>;

/** A page's end of the stream: lanes register here and hear of their steps; equal ones are asked for once. */
export function createLiveLink(options: { clock: Clock; port: LivePort }) {
  const { clock, port } = options;
  const watched = new Map<string, Watched>();
  const stepListeners = new Set<(frame: StepFrame) => void>();
  const eventListeners = new Set<(events: readonly Event[]) => void>();
  const connectionListeners = new Set<() => void>();
  let connection: Connection = { state: "connecting" };
  let sealedMs = Number.NaN;
  let aheadMs = 0;
  let posting = false;

  function post(): void {
    posting = false;
    port.post({ type: "watch", lanes: [...watched.values()].map((each) => each.watch) });
  }

  function postSoon(): void {
    if (posting) return;
    posting = true;
    queueMicrotask(post);
  }

  function tellSealed(listener: LaneListener, lane: SealedLane): void {
    if (lane.error !== undefined) listener.failed(lane.error, lane.column);
    else listener.sealed(lane.sealedMs);
  }

  function takeLane(frame: LaneFrame): void {
    const lane = watched.get(watchKey(frame));
    if (lane === undefined) return;
    if (lane.told !== undefined && frame.open !== true) {
      lane.told = { ...lane.told, sealedMs: Math.max(lane.told.sealedMs, frame.atMs) };
    }
    for (const listener of [...lane.listeners]) listener.frame(frame);
  }

  function takeSealed(told: SealedLane): void {
    const lane = watched.get(watchKey(told));
    if (lane === undefined) return;
    if (!(told.sealedMs <= sealedMs)) sealedMs = told.sealedMs;
    lane.told = told;
    for (const listener of [...lane.listeners]) tellSealed(listener, told);
  }

  function takeStep(frame: StepFrame): void {
    aheadMs = frame.nowMs - clock.now();
    sealedMs = frame.sealedMs;
    for (const lane of frame.lanes) takeLane(lane);
    for (const listener of [...stepListeners]) listener(frame);
  }

  function receive(message: ToPage): void {
    if (message.type === "connection") {
      connection = message.connection;
      for (const listener of [...connectionListeners]) listener();
    } else if (message.type === "clock") aheadMs = message.nowMs - clock.now();
    else if (message.type === "sealed") message.lanes.forEach(takeSealed);
    else if (message.type === "step") takeStep(message.frame);
    else for (const listener of [...eventListeners]) listener(message.events);
  }

  return {
    /** Begins to listen; undone, the page has said goodbye. */
    start(): Undo {
      const undo = [port.onMessage(receive), clock.every(PING_MS, () => port.post({ type: "ping" }))];
      postSoon();
      return () => {
        for (const stop of undo) stop();
        port.post({ type: "bye" });
      };
    },
    /** Says again what the page looks at, as after a page came back from the browser's cache. */
    rejoin: postSoon,
    watch(watch: Watch, listener: LaneListener): Undo {
      const key = watchKey(watch);
      const known = watched.get(key);
      const lane = known ?? { watch, listeners: new Set(), told: undefined };
      lane.listeners.add(listener);
      if (known === undefined) {
        watched.set(key, lane);
        postSoon();
      } else {
        const { told } = known;
        if (told !== undefined)
          clock.after(0, () => lane.listeners.has(listener) && tellSealed(listener, told));
      }
      return () => {
        lane.listeners.delete(listener);
        if (lane.listeners.size > 0 || watched.get(key) !== lane) return;
        watched.delete(key);
        postSoon();
      };
    },
    /** Hears each frame once its lanes have been told. */
    onStep: (listener: (frame: StepFrame) => void): Undo => add(stepListeners, listener),
    onEvents: (listener: (events: readonly Event[]) => void): Undo => add(eventListeners, listener),
    onConnection: (listener: () => void): Undo => add(connectionListeners, listener),
    connection: () => connection,
    /** The server's time, as far as it is known. */
    nowMs: () => clock.now() + aheadMs,
    /** The end of the last sealed step heard of, NaN before the first. */
    sealedMs: () => sealedMs,
  };
}

function add<T>(set: Set<T>, listener: T): Undo {
  set.add(listener);
  return () => void set.delete(listener);
}
