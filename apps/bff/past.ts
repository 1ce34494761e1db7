import type { Clock, Samples } from "@mission-control/series";

/** Samples may come so late, ms, before what was read has to be read again. */
const LATE_MS = 5 * 60_000;

/**
 * What a browser may keep of the past: everything up to `finalMs()`, for as long as `generation()` is the same. It becomes
 * another with each write into what was final, and with each start, as what was not synced before it may be gone.
 */
export function createPast(clock: Clock) {
  const startedMs = clock.now();
  let writes = 0;
  const finalMs = () => clock.now() - LATE_MS;
  return {
    finalMs,
    generation: () => `${startedMs}.${writes}`,
    /** To be told of samples that senders stamped themselves. */
    saw({ timesMs }: Samples): void {
      const isFinalMs = finalMs();
      for (let i = 0; i < timesMs.length; i++) {
        if (!(timesMs[i]! <= isFinalMs)) continue;
        writes++;
        return;
      }
    },
  };
}

/** What a browser may keep of the past. */
export type Past = ReturnType<typeof createPast>;
