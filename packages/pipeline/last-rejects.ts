import type { Reject } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";

const KEPT = 20;

/** A Reject and when it was made. */
export interface TimedReject extends Reject {
  readonly timeMs: number;
}

/** Remembers the last 20 things that were refused. */
export function createLastRejects(clock: Clock) {
  let last: TimedReject[] = [];
  return {
    note(rejects: readonly Reject[]): void {
      if (rejects.length === 0) return;
      const timeMs = clock.now();
      const newest = rejects
        .slice(-KEPT)
        .map((reject) => ({ ...reject, timeMs }))
        .reverse();
      last = [...newest, ...last].slice(0, KEPT);
    },
    /** Newest first. */
    all: (): readonly TimedReject[] => last,
  };
}
