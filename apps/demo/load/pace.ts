import type { Clock, Undo } from "@mission-control/series";
import type { Random } from "../company/random.ts";
import type { LoadShape } from "../company/stage.ts";
import type { Telemetry } from "../company/telemetry.ts";
import type { Ask, Call } from "../company/wire.ts";
import { dayCurve } from "./day-curve.ts";
import type { Mix } from "./mix.ts";
import { createLoadReport, outcomeOf } from "./report.ts";

/** So long a user waits for an answer. */
const TIMEOUT_MS = 10_000;
/** The rate is looked at again after at most so long. */
const LOOK_MS = 1_000;

/**
 * The load of a rehearsal: calls that come by chance (Poisson), on average `rate` x the day's curve x the shape's factor a
 * second. The gaps are exponential; one that reaches past the next look at the rate is drawn anew there, which changes
 * nothing, since what comes by chance has no memory. The same seed and clock give the same calls at the same times.
 */
export function createPacer(options: {
  clock: Clock;
  random: Random;
  /** The edge. */
  ask: Ask;
  /** The api, for programs that ask it directly; without it all calls are for pages. */
  askApi?: Ask;
  /** Requests a second where the curve is 1. */
  rate: number;
  mix: Mix;
  telemetry: Pick<Telemetry, "count" | "gauge">;
  /** 0 to 1 at a time; the day's curve where nothing is said. */
  curve?: (timeMs: number) => number;
}) {
  const { clock, random, ask, askApi, rate, mix, telemetry, curve = dayCurve } = options;
  let shape: LoadShape = { factor: 1, malformedShare: 0 };
  let stopWaiting: Undo | undefined;
  const target = () => rate * curve(clock.now()) * shape.factor;
  const report = createLoadReport({ clock, telemetry, target });

  function wait(): void {
    const perSecond = target();
    const gapMs =
      perSecond > 0 ? (-Math.log(1 - random.next()) / perSecond) * 1_000 : Number.POSITIVE_INFINITY;
    const late = gapMs > LOOK_MS;
    stopWaiting = clock.after(late ? LOOK_MS : gapMs, () => {
      wait();
      if (!late) makeNext();
    });
  }

  function makeNext(): void {
    if (askApi !== undefined && random.chance(mix.direct)) make(askApi, mix.nextDirect());
    else make(ask, mix.nextPage(shape));
  }

  function make(whom: Ask, call: Call): void {
    let open = true;
    const end = (outcome: Parameters<typeof report.ended>[0]) => {
      if (!open) return;
      open = false;
      stopTimeout();
      report.ended(outcome);
    };
    report.sent(call);
    const stopTimeout = clock.after(TIMEOUT_MS, () => end("timeout"));
    whom(call).then(
      (reply) => end(outcomeOf(reply.status)),
      () => end("refused"),
    );
  }

  return {
    start(): void {
      if (stopWaiting === undefined) wait();
    },
    /** From now on, or within a second where calls are rare. */
    shape(change: Partial<LoadShape>): void {
      shape = { ...shape, ...change };
    },
    /** Makes no more calls; those under way may end. */
    stop(): void {
      stopWaiting?.();
      stopWaiting = undefined;
      report.stop();
    },
    status: () => ({ target: target(), ...report.status() }),
  };
}
