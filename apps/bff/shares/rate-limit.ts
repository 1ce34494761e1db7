import { Refusal } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";

const MINUTE_MS = 60_000;
/** So many askers are counted; where there are more the count begins anew. */
const MOST_KEYS = 10_000;

/** Counts what each asks in a minute. */
export function createRateLimit({ clock, perMinute }: { clock: Clock; perMinute: number }) {
  let counts = new Map<string, number>();
  let beganMs = clock.monotonicMs();

  function countOf(key: string): number {
    if (clock.monotonicMs() - beganMs >= MINUTE_MS || counts.size > MOST_KEYS) {
      counts = new Map();
      beganMs = clock.monotonicMs();
    }
    return counts.get(key) ?? 0;
  }

  return {
    /** @throws Refusal `too_many_requests` where it has been counted as often as may be. */
    refuse(key: string): void {
      if (countOf(key) < perMinute) return;
      throw new Refusal(
        "too_many_requests",
        "Too much was asked here within a minute; try again in another.",
      );
    },
    count(key: string): void {
      counts.set(key, countOf(key) + 1);
    },
  };
}
