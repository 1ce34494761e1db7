import type { Event, Hello, StepFrame, Subscribed } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { LiveFeed } from "./live-feed.ts";
import { createLivePages } from "./live-pages.ts";
import type { Connection, FromPage, SealedLane, ToPage } from "./live-protocol.ts";

/** Longer than two heartbeats: a stream that is silent for so long is dead, whatever the socket says. */
const SILENCE_MS = 40_000;
/** A page that says nothing for so long is gone; browsers let hidden pages speak once a minute. */
const PAGE_SILENCE_MS = 150_000;
const CHECK_MS = 5_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

/**
 * Holds one stream for many pages: puts all they look at together, hands each the frames it watches, and after a
 * break that the server could not bridge asks anew, so that every page hears again up to where to ask for the past.
 */
export function createLiveHub(options: { clock: Clock; feed: LiveFeed; newId: () => string }) {
  const { clock, feed, newId } = options;
  const pages = createLivePages(clock);
  let id = "";
  let close: Undo = () => {};
  let stopChecks: Undo | undefined;
  let connection: Connection = { state: "connecting" };
  let heardMs = 0;
  let retryMs = FIRST_RETRY_MS;
  /** Counts breaks, so that an answer from before one is not taken for one after it. */
  let epoch = 0;
  let due = false;
  let putting = false;

  function become(next: Connection): void {
    connection = next;
    pages.tell({ type: "connection", connection });
  }

  function open(): void {
    close();
    id = newId();
    heardMs = clock.monotonicMs();
    close = feed.open(id, { message, lost, closed });
  }

  /** Opens the stream where there is none: for the first page, and for one that comes back to an empty hub. */
  function wake(): void {
    if (stopChecks !== undefined) return;
    stopChecks = clock.every(CHECK_MS, check);
    open();
  }

  function shut(): void {
    close();
    close = () => {};
    stopChecks?.();
    stopChecks = undefined;
    epoch++;
    connection = { state: "connecting" };
  }

  function lost(): void {
    epoch++;
    if (connection.state !== "lost") become({ state: "lost", sinceMs: clock.now() });
  }

  function closed(): void {
    lost();
    const at = epoch;
    clock.after(retryMs, () => {
      if (epoch === at && pages.size > 0) open();
    });
    retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
  }

  function askAgain(): void {
    epoch++;
    pages.awaitAll();
    due = true;
    put();
  }

  function hello(data: Hello): void {
    retryMs = FIRST_RETRY_MS;
    become({ state: "open", baseStepMs: data.baseStepMs, graceMs: data.graceMs });
    pages.tell({ type: "clock", nowMs: data.nowMs });
    if (!data.resumed) askAgain();
    else put();
  }

  function message(type: string, data: unknown): void {
    heardMs = clock.monotonicMs();
    if (type === "hello") hello(data as Hello);
    else if (type === "reset") askAgain();
    else if (type === "step") pages.step(data as StepFrame);
    else if (type === "events")
      pages.tell({ type: "events", events: (data as { events: readonly Event[] }).events });
    else if (type === "heartbeat") pages.tell({ type: "clock", nowMs: (data as { nowMs: number }).nowMs });
  }

  function put(): void {
    if (!due || putting || connection.state !== "open") return;
    due = false;
    putting = true;
    const at = epoch;
    const { lanes, watchOf, refused } = pages.union();
    pages.sealed(refused);
    void feed.subscribe(id, lanes).then((answer) => {
      putting = false;
      if (at !== epoch) due = true;
      else if (answer === "unknown") return open();
      else if (answer === "away") return retry();
      else pages.sealed(sealedOf(answer, watchOf));
      put();
    });
  }

  function retry(): void {
    due = true;
    clock.after(FIRST_RETRY_MS, put);
  }

  function check(): void {
    pages.dropSilent(PAGE_SILENCE_MS);
    if (pages.size === 0) {
      shut();
      return;
    }
    if (clock.monotonicMs() - heardMs <= SILENCE_MS) return;
    lost();
    open();
  }

  return {
    /** Takes in a page: what it hears goes to `send`, what it says to `receive`. */
    attach(send: (message: ToPage) => void) {
      const page = pages.add(send);
      wake();
      send({ type: "connection", connection });
      return {
        receive(message: FromPage): void {
          if (message.type === "bye") {
            pages.remove(page);
            due = true;
          } else {
            wake();
            due = pages.heard(page) || due;
            if (message.type === "watch") due = pages.watch(page, message.lanes) || due;
          }
          clock.after(0, put);
        },
      };
    },
  };
}

function sealedOf(answer: Subscribed, watchOf: ReadonlyMap<string, SealedLane>): SealedLane[] {
  return answer.lanes.flatMap((lane) => {
    const watch = watchOf.get(lane.key);
    return watch === undefined
      ? []
      : [{ ...watch, sealedMs: lane.sealedMs, error: lane.error, column: lane.column }];
  });
}
