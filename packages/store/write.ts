import type { Spool, Status } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { History } from "./adapters/duckdb.ts";

/** How long batches gather before they become one commit of history. */
const GATHER_MS = 1_000;
/** How often the log is moved into the database file, at the latest. */
const CHECKPOINT_MS = 5 * 60_000;
/** How full the spool may get with batches that only wait for a checkpoint. */
const CHECKPOINT_SHARE = 0.25;
const CHECKPOINT_BYTES = 64 * 1024 * 1024;
const BATCHES_AT_ONCE = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Takes batches from the spool into history, in the background and in order. Each batch counts once: history keeps the number
 * of the last one in the same transaction. The spool forgets batches only after a checkpoint, so that a damaged log of history
 * costs nothing. Where history fails, it waits longer each time, at most 30 s, and the spool holds what comes in.
 */
export function createDrain(options: { spool: Spool; history: History; clock: Clock }) {
  const { spool, history, clock } = options;
  let cancel: Undo = () => {};
  let started = false;
  let failures = 0;
  let fault: { message: string; sinceMs: number } | undefined;
  let checkpointMs = clock.monotonicMs();
  let running: Promise<void> | undefined;

  async function takeAll(): Promise<void> {
    for (;;) {
      const batches = spool.read(history.appliedSeq(), BATCHES_AT_ONCE);
      if (batches.length === 0) break;
      await history.apply(batches);
      if (isCheckpointDue()) await checkpoint();
    }
    if (isCheckpointDue()) await checkpoint();
    spool.trim(history.durableSeq());
  }

  function isCheckpointDue(): boolean {
    if (history.appliedSeq() <= history.durableSeq()) return false;
    const { bytes, maxBytes } = spool.status();
    return (
      clock.monotonicMs() - checkpointMs >= CHECKPOINT_MS ||
      bytes >= Math.min(CHECKPOINT_BYTES, maxBytes * CHECKPOINT_SHARE)
    );
  }

  async function checkpoint(): Promise<void> {
    await history.checkpoint();
    checkpointMs = clock.monotonicMs();
    spool.trim(history.durableSeq());
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

  return {
    /** Begins to drain; the returned function ends it and waits for the turn that runs. */
    start(): () => Promise<void> {
      started = true;
      schedule();
      return async () => {
        started = false;
        cancel();
        await running?.catch(() => {});
      };
    },
    /** Resolves once history has all that the spool had when this was called. Rejects where history fails. */
    async drained(): Promise<void> {
      await running?.catch(() => {});
      await turn();
    },
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
