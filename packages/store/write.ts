import { setImmediate as nextTurn } from "node:timers/promises";
import type { Spool, SpooledBatch, Status } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { History } from "./adapters/duckdb.ts";

/** How long batches gather before they become one commit of history. */
const GATHER_MS = 1_000;
/** How often the log is moved into the database file, at the latest. */
const CHECKPOINT_MS = 5 * 60_000;
/** How much of the spool may be taken by batches that only wait for a checkpoint. */
const CHECKPOINT_SHARE = 0.25;
const CHECKPOINT_BYTES = 64 * 1024 * 1024;
/** About what they take there. */
const SAMPLE_BYTES = 20;
const EVENT_BYTES = 400;
/** What one commit of history takes at most: two of DuckDB's row groups, which then need not go through its log. */
const BATCHES_AT_ONCE = 1_000;
const SAMPLES_AT_ONCE = 2 * 122_880;
const LONGEST_WAIT_MS = 30_000;

/**
 * Takes batches from the spool into history, in the background and in order. Each batch counts once: history keeps the number
 * of the last one in the same transaction. The spool forgets batches only after a checkpoint, so that a damaged log of history
 * costs nothing. Where history fails, it waits longer each time, at most 30 s, and the spool holds what comes in.
 */
export function createDrain(options: {
  spool: Spool;
  history: History;
  clock: Clock;
  /** The last batch that nobody else waits for; by default nobody does. */
  sentSeq?: () => number;
}) {
  const { spool, history, clock, sentSeq = () => Number.POSITIVE_INFINITY } = options;
  let cancel: Undo = () => {};
  let started = false;
  let failures = 0;
  let fault: { message: string; sinceMs: number } | undefined;
  let checkpointMs = clock.monotonicMs();
  // What an earlier process left may all be in history already.
  let appliedBytes = spool.status().bytes;
  let untilMs = Number.POSITIVE_INFINITY;
  let running: Promise<void> | undefined;

  async function takeAll(): Promise<void> {
    while (clock.monotonicMs() < untilMs) {
      const batches = await gather(history.appliedSeq());
      if (batches.length === 0) break;
      await history.apply(batches);
      for (const { samples, events } of batches) {
        appliedBytes += (samples?.refs.length ?? 0) * SAMPLE_BYTES + events.length * EVENT_BYTES;
      }
      if (isCheckpointDue()) await checkpoint();
    }
    if (isCheckpointDue()) await checkpoint();
    forget();
  }

  function forget(): void {
    spool.trim(Math.min(history.durableSeq(), sentSeq()));
  }

  /** Reads a commit's worth in small pieces, between which others have their turn. */
  async function gather(afterSeq: number): Promise<SpooledBatch[]> {
    const gathered: SpooledBatch[] = [];
    let samples = 0;
    while (gathered.length < BATCHES_AT_ONCE && samples < SAMPLES_AT_ONCE) {
      const batches = spool.read(gathered.at(-1)?.seq ?? afterSeq, BATCHES_AT_ONCE - gathered.length);
      if (batches.length === 0) break;
      gathered.push(...batches);
      for (const batch of batches) samples += batch.samples?.refs.length ?? 0;
      await nextTurn();
    }
    return gathered;
  }

  function isCheckpointDue(): boolean {
    if (history.appliedSeq() <= history.durableSeq()) return false;
    return (
      clock.monotonicMs() - checkpointMs >= CHECKPOINT_MS ||
      appliedBytes >= Math.min(CHECKPOINT_BYTES, spool.status().maxBytes * CHECKPOINT_SHARE)
    );
  }

  async function checkpoint(): Promise<void> {
    await history.checkpoint();
    checkpointMs = clock.monotonicMs();
    appliedBytes = 0;
    forget();
  }

  /** One turn; those who come while it runs share it. */
  function turn(): Promise<void> {
    running ??= takeAll()
      .then(
        () => {
          failures = 0;
          fault = undefined;
        },
        (error: unknown) => {
          failures++;
          const message = error instanceof Error ? error.message : String(error);
          fault = { message, sinceMs: fault?.sinceMs ?? clock.now() };
          throw error;
        },
      )
      .finally(() => {
        running = undefined;
        if (started) schedule();
      });
    return running;
  }

  function schedule(): void {
    cancel();
    const waitMs = failures === 0 ? GATHER_MS : Math.min(LONGEST_WAIT_MS, GATHER_MS * 2 ** failures);
    // What went wrong is in `status` and `problems`.
    cancel = clock.after(waitMs, () => void turn().catch(() => {}));
  }

  async function takeFor(ms: number): Promise<void> {
    await running?.catch(() => {});
    untilMs = clock.monotonicMs() + ms;
    await turn();
  }

  return {
    /** Begins to drain; the returned function ends it, after the commit that is under way. */
    start(): () => Promise<void> {
      started = true;
      untilMs = Number.POSITIVE_INFINITY;
      schedule();
      return async () => {
        started = false;
        cancel();
        untilMs = clock.monotonicMs();
        await running?.catch(() => {});
      };
    },
    /** Resolves once history has all that the spool had when this was called. Rejects where history fails. */
    drained: (): Promise<void> => takeFor(Number.POSITIVE_INFINITY),
    /** As `drained`, but begins nothing more once `ms` have passed: what is left stays in the spool. */
    drainedWithin: (ms: number): Promise<void> => takeFor(ms),
    /** The last batch that history has, and since when and why it takes no more, where it does not. */
    status: () => ({ appliedSeq: history.appliedSeq(), fault }),
    /** What is wrong, in words. */
    problems: (): Status["problems"] =>
      fault === undefined
        ? []
        : [
            {
              code: "history_behind",
              message: `History takes nothing since ${new Date(fault.sinceMs).toISOString()} (${fault.message}). What comes in waits in the spool.`,
            },
          ],
  };
}

/** Takes batches from the spool into history. */
export type Drain = ReturnType<typeof createDrain>;
