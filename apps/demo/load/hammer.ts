import type { Clock, Undo } from "@mission-control/series";
import type { LoadShape } from "../company/stage.ts";
import type { Telemetry } from "../company/telemetry.ts";
import { dayCurve } from "./day-curve.ts";
import type { Mix } from "./mix.ts";
import { createLoadReport } from "./report.ts";
import { fireVolley } from "./volley.ts";

/**
 * At most so many volleys go on at a time where all is well. Each fires in the part of the second in which it began; the
 * number has no divisor in common with five seconds, so that the parts differ.
 */
const MOST_VOLLEYS = 48;
const TIMEOUT_SECONDS = 10;

/**
 * The load of a company that runs: `rate` x the day's curve x the shape's factor requests a second, over real connections.
 * Volleys of autocannon begin evenly and each goes on for `spreadMs`, so a change of the rate is in full force after that.
 * With more answers outstanding than `connections` no volley begins, and what it would have made is `heldBack`.
 */
export function createHammer(options: {
  clock: Clock;
  /** Where to; asked for each volley, as a name is looked up for each connection. */
  url: () => string;
  /** The api's address, for programs that ask it directly; without it all requests are for pages. */
  apiUrl?: string;
  /** Requests a second where the curve is 1. */
  rate: number;
  mix: Mix;
  telemetry: Pick<Telemetry, "count" | "gauge">;
  /** 0 to 1 at a time; the day's curve where nothing is said. */
  curve?: (timeMs: number) => number;
  /** At most so many at a time. */
  connections?: number;
  /** How long a volley goes on; default five seconds. */
  spreadMs?: number;
  /** It ends by itself after so many requests, or so long. */
  amount?: number;
  forMs?: number;
}) {
  const { clock, url, apiUrl, rate, mix, telemetry, amount, forMs } = options;
  const { curve = dayCurve, connections = 128, spreadMs = 5_000 } = options;
  // The other half of the connections is for volleys that last longer than they should.
  const volleys = Math.max(1, Math.min(MOST_VOLLEYS, Math.floor(connections / 2)));
  let shape: LoadShape = { factor: 1, malformedShare: 0 };
  const running = new Set<ReturnType<typeof fireVolley>>();
  /** Requests that the api is owed of those made. */
  let directDue = 0;
  /** Requests that are due, with the part of one that is left over from turn to turn. */
  let due = 0;
  let turnedMs = 0;
  let left = amount ?? Number.POSITIVE_INFINITY;
  let heldBack = 0;
  let givenUp = 0;
  let isStopped = false;
  let undo: Undo[] = [];
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));

  const target = () => (undo.length === 0 ? 0 : rate * curve(clock.now()) * shape.factor);
  const report = createLoadReport({ clock, telemetry, target });

  function turn(): void {
    const nowMs = clock.monotonicMs();
    due += (target() * Math.min(nowMs - turnedMs, spreadMs)) / 1_000;
    turnedMs = nowMs;
    const requests = Math.min(Math.floor(due), left);
    if (requests < 1) return;
    due -= requests;
    if (running.size >= connections) {
      heldBack += requests;
      return;
    }
    fire(requests);
    left -= requests;
    if (left <= 0) void finish();
  }

  function fire(requests: number): void {
    if (apiUrl !== undefined) directDue += requests * mix.direct;
    // The half keeps the first volley of a mix that seldom goes there from going there.
    const direct = apiUrl !== undefined && directDue >= requests / 2;
    if (direct) directDue -= requests;
    const volley = fireVolley({
      url: direct ? apiUrl : url(),
      requests,
      perSecond: Math.ceil(requests / (spreadMs / 1_000)),
      timeoutSeconds: TIMEOUT_SECONDS,
      next() {
        const call = direct ? mix.nextDirect() : mix.nextPage(shape);
        report.sent(call);
        return call;
      },
      ended: report.ended,
    });
    running.add(volley);
    void volley.over.then(() => {
      running.delete(volley);
      if (!isStopped) givenUp += volley.left();
    });
  }

  /** Begins nothing more and waits for what was begun. */
  async function finish(): Promise<void> {
    for (const stop of undo) stop();
    undo = [];
    while (running.size > 0) await Promise.all([...running].map((volley) => volley.over));
    report.stop();
    end();
  }

  return {
    start(): void {
      if (undo.length > 0) return;
      turnedMs = clock.monotonicMs();
      undo = [clock.every(spreadMs / volleys, turn)];
      if (forMs !== undefined) undo.push(clock.after(forMs, () => void finish()));
    },
    /** In full force after `spreadMs`. */
    shape(change: Partial<LoadShape>): void {
      shape = { ...shape, ...change };
    },
    /** Makes no more requests and waits for the answers of those under way. */
    async stop(): Promise<void> {
      isStopped = true;
      for (const volley of running) volley.stop();
      await finish();
    },
    /** Resolves when it was stopped, or has made what it was to make. */
    ended,
    /** `givenUp` are those of a volley that were not made because nobody answered it. */
    status: () => ({ target: target(), connections: running.size, heldBack, givenUp, ...report.status() }),
  };
}
