import type { Spool } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { PrometheusStore } from "./adapters/prometheus.ts";
import { createForward } from "./forward.ts";

/** How much of the spool stores may keep from being forgotten; the rest is history's. */
const HELD_SHARE = 0.75;
const SHED_MS = 1_000;

/**
 * Gives each store what the spool takes, each by itself. What a store still waits for stays in the spool, up to three quarters
 * of it: beyond that the oldest are given up, so that a store that is away never keeps anything from coming in.
 */
export function createForwards(options: {
  stores: readonly Pick<PrometheusStore, "name" | "write">[];
  spool: Pick<Spool, "read" | "trim" | "status">;
  /** The last batch that history no longer needs. */
  durableSeq: () => number;
  dir: string;
  clock: Clock;
}) {
  const { stores, spool, durableSeq, dir, clock } = options;
  const forwards = stores.map((store) => createForward({ store, spool, dir, clock }));

  /** The last batch that no store waits for any more. */
  const sentSeq = () => Math.min(Number.POSITIVE_INFINITY, ...forwards.map((one) => one.sentSeq()));

  function shed(): void {
    const { bytes, maxBytes } = spool.status();
    if (bytes <= maxBytes * HELD_SHARE) return;
    // Only what history has no need of any more would be forgotten.
    const throughSeq = durableSeq();
    while (sentSeq() < throughSeq) {
      const slowest = forwards.find((one) => one.sentSeq() === sentSeq())!;
      slowest.giveUp(throughSeq);
      spool.trim(Math.min(throughSeq, sentSeq()));
      if (spool.status().bytes <= maxBytes * HELD_SHARE) return;
    }
  }

  return {
    sentSeq,
    /** Begins to give; the returned function ends it with a last request to each. */
    start(): () => Promise<void> {
      const stops = forwards.map((one) => one.start());
      const stopShedding = forwards.length === 0 ? () => {} : clock.every(SHED_MS, shed);
      return async () => {
        stopShedding();
        await Promise.all(stops.map((stop) => stop()));
      };
    },
    /** How each store is, by its name. */
    status: () => new Map(forwards.map((one) => [one.name, one.status()])),
  };
}

/** Gives stores what the spool takes. */
export type Forwards = ReturnType<typeof createForwards>;
