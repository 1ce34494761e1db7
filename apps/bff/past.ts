import type { Clock, Samples } from "@mission-control/series";

/** Samples may come so late, ms, before what was read has to be read again. */
const LATE_MS = 5 * 60_000;

/** What goes with an answer: up to when it is final, ms, and of which generation it is. */
export interface AsOf {
  readonly finalMs: () => number;
  readonly generation: () => string;
}

/**
 * What a browser may keep of the past: everything up to `finalMs()`, for as long as `generation()` is the same. It becomes
 * another with each write into what was final, and with each start, as what was not synced before it may be gone. While
 * history is away (`isWhole`) nothing is final: an answer may have gaps that are none.
 */
export function createPast(clock: Clock, isWhole: () => boolean = () => true) {
  const startedMs = clock.now();
  let writes = 0;
  const wholeMs = () => clock.now() - LATE_MS;
  const finalMs = () => (isWhole() ? wholeMs() : 0);
  return {
    finalMs,
    generation: () => `${startedMs}.${writes}`,
    /** Both as they are now: taken before a read, they hold for its answer whatever is written meanwhile. */
    asOfNow(): AsOf {
      const [ms, generation] = [finalMs(), `${startedMs}.${writes}`];
      // History may have gone away during the read.
      return { finalMs: () => (isWhole() ? ms : 0), generation: () => generation };
    },
    /**
     * To be told of samples that senders stamped themselves, each time that more of them can be read: whoever asks before
     * that keeps what was there.
     */
    saw({ timesMs }: Samples): void {
      const isFinalMs = wholeMs();
      for (let i = 0; i < timesMs.length; i++) {
        if (!(timesMs[i]! <= isFinalMs)) continue;
        writes++;
        return;
      }
    },
  };
}

/** The same, of an answer that another version of something else makes another, too: of the code of functions. */
export const ofVersion = ({ finalMs, generation }: AsOf, version: string): AsOf => ({
  finalMs,
  generation: () => `${generation()}.${version}`,
});

/** What a browser may keep of the past. */
export type Past = ReturnType<typeof createPast>;
