import type { Status } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { History } from "./adapters/duckdb.ts";
import { dayName, dayOf } from "./sealed/days.ts";

/** So long after its end a day still takes what comes late without being sealed anew. */
const OPEN_MS = 3 * 3_600_000;
/** How often it is looked for days to seal. */
const LOOK_MS = 60_000;
/** A day that never comes to rest is sealed all the same. */
const LONGEST_MS = 3_600_000;
/** How often files are looked at whether a disk has changed them, and first soon after the start. */
const VERIFY_MS = 24 * 3_600_000;
/** After each day as long a rest as it took, at most. */
const LONGEST_REST_MS = 2_000;

/**
 * Seals days that are over, one at a time and in the background, the oldest first. While samples of old days come in, as a
 * backfill writes them, it waits: they would have to be sealed again. What fails is tried again at the next look.
 */
export function createCompaction(options: { history: Pick<History, "sealing">; clock: Clock }) {
  const { clock } = options;
  const { sealing } = options.history;
  let seen = new Map<number, { samples: number; sinceMs: number }>();
  let fault: { message: string; sinceMs: number } | undefined;
  let running: Promise<void> | undefined;
  let stopping = new AbortController();
  let cancel: Undo = () => {};
  let started = false;
  /** When each day's files were last looked at. */
  let verified = new Map<number, number>();

  async function look(signal: AbortSignal): Promise<void> {
    const nowMs = clock.now();
    const waiting = await sealing.waiting(dayOf(nowMs - OPEN_MS) - 1);
    const atRest = waiting.every(({ day, samples }) => seen.get(day)?.samples === samples);
    const before = seen;
    seen = new Map(
      waiting.map(({ day, samples }) => [day, { samples, sinceMs: before.get(day)?.sinceMs ?? nowMs }]),
    );
    for (const { day } of waiting) {
      if (!atRest && nowMs - seen.get(day)!.sinceMs < LONGEST_MS) continue;
      await thenRest(() => sealing.seal(day, signal), signal);
      seen.delete(day);
    }
    const days = sealing.sealedDays();
    verified = new Map(days.flatMap((day) => (verified.has(day) ? [[day, verified.get(day)!]] : [])));
    for (const day of days) {
      if (nowMs - (verified.get(day) ?? Number.NEGATIVE_INFINITY) < VERIFY_MS) continue;
      await thenRest(() => sealing.verify(day, signal), signal);
      verified.set(day, nowMs);
    }
  }

  async function thenRest(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    const startMs = clock.monotonicMs();
    await work();
    const tookMs = clock.monotonicMs() - startMs;
    if (tookMs > 0) await rest(Math.min(LONGEST_REST_MS, tookMs), signal);
  }

  function rest(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((done) => {
      const end = () => {
        undo();
        signal.removeEventListener("abort", end);
        done();
      };
      const undo = clock.after(ms, end);
      signal.addEventListener("abort", end, { once: true });
      if (signal.aborted) end();
    });
  }

  function turn(): Promise<void> {
    const { signal } = stopping;
    running ??= look(signal)
      .then(
        () => {
          fault = undefined;
        },
        (error: unknown) => {
          if (signal.aborted) return;
          const message = error instanceof Error ? error.message : String(error);
          fault = { message, sinceMs: fault?.sinceMs ?? clock.now() };
        },
      )
      .finally(() => {
        running = undefined;
        if (started && !signal.aborted) schedule();
      });
    return running;
  }

  function schedule(): void {
    cancel();
    cancel = clock.after(LOOK_MS, () => void turn());
  }

  return {
    /** Looks once, now, and seals what is due; those who come while it runs share it. What fails is in `status`. */
    look: turn,
    /** Begins; the returned function ends it, soon also while a day is being written. */
    start(): () => Promise<void> {
      stopping = new AbortController();
      started = true;
      schedule();
      return async () => {
        started = false;
        stopping.abort(new Error("compaction is being stopped"));
        cancel();
        await running;
      };
    },
    /** How many days lie in files, how many that are over do not, and since when and why it fails, where it does. */
    status: () => ({ sealedDays: sealing.days(), waitingDays: seen.size, fault: fault?.message ?? null }),
    /** What is wrong, in words. */
    problems(): Status["problems"] {
      if (fault === undefined) return [];
      const days = [...seen.keys()].map(dayName).slice(0, 3).join(", ");
      const message =
        `Days that are over are not packed since ${new Date(fault.sinceMs).toISOString()} (${fault.message}): ` +
        `${seen.size} wait, ${days}. Nothing is lost, but long ranges are slow and take more room. It is tried again.`;
      return [{ code: "compaction_failing", message }];
    },
  };
}

/** Seals days that are over. */
export type Compaction = ReturnType<typeof createCompaction>;
