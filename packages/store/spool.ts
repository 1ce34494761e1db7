import { type Batch, Refusal, type Spool, type SpooledBatch, type Status } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import { decodeBatch, encodeBatch } from "./batch-codec.ts";
import { isDamage, openSpoolFile, type SpoolDatabase } from "./spool-file.ts";

const KEY_MS = 24 * 3_600_000;
/** Appends within this time share one transaction and so one fsync. */
const GROUP_MS = 1;
/** One `read` stops here, so that draining a backlog does not fill the memory. */
const READ_BYTES = 4 * 1024 * 1024;

type Kept = Awaited<ReturnType<Spool["append"]>>;

interface Waiting {
  readonly body: Buffer;
  readonly key: Buffer | undefined;
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
 * waits in it. `afterSeq` is history's last number, beyond which a new spool begins.
 * @throws SqliteError where the folder cannot be written.
 */
export function openSpool(options: {
  dir: string;
  clock: Clock;
  maxBytes: number;
  afterSeq?: number;
}): DurableSpool {
  const { clock, maxBytes } = options;
  const fileOptions = { dir: options.dir, clock, afterSeq: options.afterSeq ?? 0 };
  const fileProblems: Status["problems"] = [];
  let db: SpoolDatabase | undefined;
  let [batches, bytes, damaged] = [0, 0, 0];
  let waiting: Waiting[] = [];
  let cancelFlush: Undo = () => {};

  function open(): SpoolDatabase {
    if (db !== undefined) return db;
    const opened = openSpoolFile(fileOptions);
    if (opened.problem !== undefined) fileProblems.push(opened.problem);
    db = opened.db;
    count(db);
    return db;
  }

  function count(on: SpoolDatabase): void {
    const row = on.prepare("SELECT count(*) AS batches, coalesce(sum(bytes), 0) AS bytes FROM batches").get();
    ({ batches, bytes } = row as { batches: number; bytes: number });
    damaged = (on.prepare("SELECT count(*) AS n FROM damaged").get() as { n: number }).n;
  }

  /** After a fault the connection's state is not to be trusted; the next use opens the file again. */
  function letGo(): void {
    try {
      db?.close();
    } catch {
      // It is being given up.
    }
    db = undefined;
  }

  /** Keeps one batch in the open transaction. */
  function keep(
    on: SpoolDatabase,
    { body, key }: Waiting,
    added: { bytes: number; batches: number },
  ): Kept | Refusal {
    if (key !== undefined) {
      const known = on
        .prepare("SELECT seq FROM keys WHERE key = ? AND time_ms >= ?")
        .get(key, clock.now() - KEY_MS);
      if (known !== undefined) return { seq: (known as { seq: number }).seq, duplicate: true };
    }
    if (bytes + added.bytes + body.length > maxBytes) {
      return new Refusal(
        "spool_full",
        `the spool holds ${bytes + added.bytes} of ${maxBytes} bytes; nothing was stored`,
      );
    }
    const { lastInsertRowid } = on
      .prepare("INSERT INTO batches (bytes, body) VALUES (?, ?)")
      .run(body.length, body);
    const seq = Number(lastInsertRowid);
    if (key !== undefined) {
      on.prepare("INSERT OR REPLACE INTO keys (key, seq, time_ms) VALUES (?, ?, ?)").run(
        key,
        seq,
        clock.now(),
      );
    }
    added.bytes += body.length;
    added.batches++;
    return { seq, duplicate: false };
  }

  function commit(group: readonly Waiting[]): (Kept | Refusal)[] {
    const on = open();
    const added = { bytes: 0, batches: 0 };
    on.exec("BEGIN IMMEDIATE");
    const outcomes = group.map((one) => keep(on, one, added));
    on.exec("COMMIT");
    bytes += added.bytes;
    batches += added.batches;
    return outcomes;
  }

  function commitTwiceIfDamaged(group: readonly Waiting[]): (Kept | Refusal)[] {
    try {
      return commit(group);
    } catch (error) {
      letGo();
      if (!isDamage(error)) throw error;
      return commit(group);
    }
  }

  function flush(): void {
    cancelFlush();
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      for (const [i, outcome] of commitTwiceIfDamaged(group).entries()) {
        if (outcome instanceof Refusal) group[i]!.reject(outcome);
        else group[i]!.resolve(outcome);
      }
    } catch (error) {
      letGo();
      for (const one of group) one.reject(refusalOf(error));
    }
  }

  function setAside(on: SpoolDatabase, seq: number, body: ArrayBuffer, reason: string): void {
    on.exec("BEGIN IMMEDIATE");
    on.prepare("INSERT OR REPLACE INTO damaged (seq, reason, body) VALUES (?, ?, ?)").run(
      seq,
      reason,
      Buffer.from(body),
    );
    on.prepare("DELETE FROM batches WHERE seq = ?").run(seq);
    on.exec("COMMIT");
    count(on);
  }

  function readFrom(on: SpoolDatabase, afterSeq: number, limit: number): SpooledBatch[] {
    const out: SpooledBatch[] = [];
    const next = on.prepare("SELECT seq, bytes, body FROM batches WHERE seq > ? ORDER BY seq LIMIT 1");
    let [seq, read] = [afterSeq, 0];
    while (out.length < limit && read < READ_BYTES) {
      const row = next.get(seq) as { seq: number; bytes: number; body: ArrayBuffer } | undefined;
      if (row === undefined) break;
      seq = row.seq;
      read += row.bytes;
      const batch = decodeBatch(row.body);
      if ("code" in batch) setAside(on, row.seq, row.body, batch.message);
      else out.push({ seq, ...batch });
    }
    return out;
  }

  open();

  return {
    append(batch: Batch, idempotencyKey?: string) {
      return new Promise<Kept>((resolve, reject) => {
        const key = idempotencyKey === undefined ? undefined : Buffer.from(idempotencyKey);
        if (waiting.length === 0) cancelFlush = clock.after(GROUP_MS, flush);
        waiting.push({ body: encodeBatch(batch), key, resolve, reject });
      });
    },
    read(afterSeq, limit) {
      try {
        return readFrom(open(), afterSeq, limit);
      } catch (error) {
        letGo();
        if (!isDamage(error)) throw error;
        return readFrom(open(), afterSeq, limit);
      }
    },
    trim(throughSeq) {
      try {
        const on = open();
        const done = on
          .prepare("SELECT count(*) AS batches, coalesce(sum(bytes), 0) AS bytes FROM batches WHERE seq <= ?")
          .get(throughSeq) as { batches: number; bytes: number };
        on.prepare("DELETE FROM keys WHERE time_ms < ?").run(clock.now() - KEY_MS);
        on.prepare("DELETE FROM batches WHERE seq <= ?").run(throughSeq);
        batches -= done.batches;
        bytes -= done.bytes;
      } catch {
        // A full disk refuses even this. What was not forgotten now is forgotten at the next turn.
        letGo();
      }
    },
    status: () => ({ batches, bytes, maxBytes }),
    problems: () =>
      damaged === 0
        ? [...fileProblems]
        : [
            ...fileProblems,
            {
              code: "spool_batches_damaged",
              message: `${damaged} batches in the spool were damaged; they are set aside in its table "damaged".`,
            },
          ],
    close() {
      flush();
      letGo();
    },
  };
}

function refusalOf(error: unknown): unknown {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  const text = `${code} ${message}`;
  if (/SQLITE_FULL|ENOSPC/.test(text))
    return new Refusal("disk_full", "disk full, nothing stored", { cause: error });
  if (/SQLITE_IOERR|SQLITE_CANTOPEN|SQLITE_READONLY|ConnectionFailed/.test(text)) {
    return new Refusal("disk_full", `the disk refuses to be written (${message}), nothing stored`, {
      cause: error,
    });
  }
  return error;
}
