import type { ProbePhase, ProbeResult } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";

/** What a check sees on its way, so that one that is cut off still tells what there was. */
export type Seen = {
  -readonly [Part in Exclude<
    keyof ProbeResult,
    "atMs" | "ok" | "words" | "tookMs" | "phasesMs"
  >]: ProbeResult[Part];
};

/** Whether all is well, and what was found, in words. */
export interface Verdict {
  readonly ok: boolean;
  readonly words: string;
}

/** See `createTrace`. */
export type Trace = ReturnType<typeof createTrace>;

/** Follows one check: what it sees, how long each phase takes, and what has to be let go of in the end. */
export function createTrace(clock: Clock) {
  const startMs = clock.monotonicMs();
  const phasesMs: ProbeResult["phasesMs"] = {};
  const undo: Undo[] = [];
  let isOver = false;
  let current: ProbePhase | undefined;
  const seen: Seen = {
    address: null,
    status: null,
    bytes: null,
    certificateEndsMs: null,
    certificateName: null,
    certificateIssuer: null,
    certificateFault: null,
    answers: null,
  };
  return {
    seen,
    /** Measures a phase; one that fails has no length. None begins once the check is over. */
    async phase<T>(name: ProbePhase, work: () => Promise<T>): Promise<T> {
      if (isOver) throw new Error("the check is over");
      current = name;
      const fromMs = clock.monotonicMs();
      const done = await work();
      phasesMs[name] = clock.monotonicMs() - fromMs;
      return done;
    },
    /** The phase that was begun last. */
    current: () => current,
    /** Calls `fn` once the check is over, however it ends; at once where it is, as what was late goes on for a moment. */
    onEnd(fn: Undo): void {
      if (isOver) fn();
      else undo.push(fn);
    },
    end(): void {
      isOver = true;
      for (const fn of undo.splice(0)) fn();
    },
    /** What came of it. */
    result: ({ ok, words }: Verdict): ProbeResult => ({
      atMs: clock.now(),
      ok,
      words,
      tookMs: clock.monotonicMs() - startMs,
      phasesMs: { ...phasesMs },
      ...seen,
    }),
  };
}
