import { type Batch, Refusal, type Spool, type Status } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import { encodeBatch } from "./batch-codec.ts";
import { isDamage, openSpoolFile } from "./spool-file.ts";
import { createSpoolTable, type Entry, type Kept, type SpoolTable } from "./spool-table.ts";

const KEY_MS = 24 * 3_600_000;
/** Appends within this time share one transaction and so one fsync. */
const GROUP_MS = 1;

interface Waiting extends Entry {
  resolve(kept: Kept): void;
  reject(reason: unknown): void;
}

/** A spool, and what is wrong with it. */
export interface DurableSpool extends Spool {
  /** What is wrong or was lost, in words. */
  problems(): Status["problems"];
}

/**
 * Opens the durable queue in `dir`: a SQLite table of batches, written ahead and synced in full. `maxBytes` bounds what
 * waits in it. `afterSeq` is history's last number, beyond which a new spool begins. A damaged file is set aside, at the
 * start or later, and `problems()` says so; after a fault of the disk the file is opened again at the next use.
 * @throws SqliteError where the folder cannot be written at the start.
 */
export function openSpool(options: {
  dir: string;
  clock: Clock;
  maxBytes: number;
  afterSeq?: number;
}): DurableSpool {
  const { clock, maxBytes } = options;
  const fileProblems: Status["problems"] = [];
  let table: SpoolTable | undefined;
  let counts = { batches: 0, bytes: 0, damaged: 0 };
  let waiting: Waiting[] = [];
  let cancelFlush: Undo = () => {};

  function open(): SpoolTable {
    if (table !== undefined) return table;
    const { db, problem } = openSpoolFile({ dir: options.dir, clock, afterSeq: options.afterSeq ?? 0 });
    if (problem !== undefined) fileProblems.push(problem);
    table = createSpoolTable(db, maxBytes);
    counts = table.counts();
    return table;
  }

  function giveUp(): void {
    try {
      table?.close();
    } catch {
      // It is being given up.
    }
    table = undefined;
  }

  /** Runs `use`; after a fault the connection is not to be trusted, and a damaged file is replaced and `use` run again. */
  function withTable<T>(use: (on: SpoolTable) => T): T {
    for (let attempt = 1; ; attempt++) {
      try {
        const result = use(open());
        counts = table?.counts() ?? counts;
        return result;
      } catch (error) {
        giveUp();
        if (attempt > 1 || !isDamage(error)) throw error;
      }
    }
  }

  function flush(): void {
    cancelFlush();
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    const nowMs = clock.now();
    try {
      const outcomes = withTable((on) => on.keepAll(group, nowMs - KEY_MS, nowMs));
      for (const [i, outcome] of outcomes.entries()) {
        if (outcome instanceof Refusal) group[i]!.reject(outcome);
        else group[i]!.resolve(outcome);
      }
    } catch (error) {
      for (const one of group) one.reject(refusalOf(error));
    }
  }

  open();

  return {
    append(batch: Batch, idempotencyKey?: string) {
      return new Promise<Kept>((resolve, reject) => {
        const body = encodeBatch(batch);
        const key = idempotencyKey === undefined ? undefined : Buffer.from(idempotencyKey);
        if (waiting.length === 0) cancelFlush = clock.after(GROUP_MS, flush);
        waiting.push({ body, key, resolve, reject });
      });
    },
    read: (afterSeq, limit) => withTable((on) => on.read(afterSeq, limit)),
    trim(throughSeq) {
      try {
        withTable((on) => on.trim(throughSeq, clock.now() - KEY_MS));
      } catch {
        // A full disk refuses even this. What is not forgotten now is forgotten at the next turn.
      }
    },
    status: () => ({ batches: counts.batches, bytes: counts.bytes, maxBytes }),
    problems() {
      if (counts.damaged === 0) return [...fileProblems];
      const message = `${counts.damaged} batches in the spool were damaged; they are set aside in its table "damaged".`;
      return [...fileProblems, { code: "spool_batches_damaged", message }];
    },
    close() {
      flush();
      giveUp();
    },
  };
}

/** The disk's faults as a refusal that a client may retry; anything else as it is. */
export function refusalOf(error: unknown): unknown {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  const text = `${code} ${message}`;
  if (/SQLITE_FULL|ENOSPC/.test(text))
    return new Refusal("disk_full", "disk full, nothing stored", { cause: error });
  if (/SQLITE_IOERR|SQLITE_CANTOPEN|SQLITE_READONLY|SQLITE_BUSY|ConnectionFailed/.test(text)) {
    const detail = `the disk cannot be written (${message}), nothing stored`;
    return new Refusal("disk_full", detail, { cause: error });
  }
  return error;
}
