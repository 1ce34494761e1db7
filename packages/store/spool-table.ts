import { Refusal, type SpooledBatch } from "@mission-control/contracts";
import { decodeBatch } from "./batch-codec.ts";
import type { SpoolDatabase } from "./spool-file.ts";

/** One `read` stops here: it keeps everything else waiting, some 10 ms for these. */
const READ_BYTES = 1024 * 1024;

/** A batch and its key as bytes: SQLite's texts end at a NUL. */
export interface Entry {
  readonly body: Buffer;
  readonly key: Buffer | undefined;
}

/** What became of an entry: its number, or that its key had been seen with the number it had then. */
export interface Kept {
  readonly seq: number;
  readonly duplicate: boolean;
}

/** libsql gives a blob as a Buffer by `get`, as an ArrayBuffer by `all`. */
interface Row {
  seq: number;
  bytes: number;
  body: Buffer;
}

/** The tables of an open spool file, and what is in them. Every method throws SqliteError where the file or the disk fails. */
export function createSpoolTable(db: SpoolDatabase, maxBytes: number) {
  const addBatch = db.prepare("INSERT INTO batches (bytes, body) VALUES (?, ?)");
  const addKey = db.prepare("INSERT OR REPLACE INTO keys (key, seq, time_ms) VALUES (?, ?, ?)");
  const seqOfKey = db.prepare("SELECT seq FROM keys WHERE key = ? AND time_ms >= ?");
  const nextAfter = db.prepare("SELECT seq, bytes, body FROM batches WHERE seq > ? ORDER BY seq LIMIT 1");
  const count = "SELECT count(*) AS batches, coalesce(sum(bytes), 0) AS bytes FROM batches";
  let { batches, bytes } = db.prepare(count).get() as { batches: number; bytes: number };
  let damaged = (db.prepare("SELECT count(*) AS n FROM damaged").get() as { n: number }).n;

  function keep({ body, key }: Entry, sinceMs: number, nowMs: number): Kept | Refusal {
    const known = key === undefined ? undefined : (seqOfKey.get(key, sinceMs) as { seq: number } | undefined);
    if (known !== undefined) return { seq: known.seq, duplicate: true };
    if (bytes + body.length > maxBytes) {
      return new Refusal("spool_full", `the spool holds ${bytes} of ${maxBytes} bytes; nothing was stored`);
    }
    const seq = Number(addBatch.run(body.length, body).lastInsertRowid);
    if (key !== undefined) addKey.run(key, seq, nowMs);
    batches++;
    bytes += body.length;
    return { seq, duplicate: false };
  }

  function setAside(row: Row, reason: string): void {
    db.exec("BEGIN IMMEDIATE");
    db.prepare("INSERT OR REPLACE INTO damaged (seq, reason, body) VALUES (?, ?, ?)").run(
      row.seq,
      reason,
      row.body,
    );
    db.prepare("DELETE FROM batches WHERE seq = ?").run(row.seq);
    db.exec("COMMIT");
    damaged++;
    batches--;
    bytes -= row.bytes;
  }

  return {
    /** Keeps all entries in one transaction, synced when this returns. After a throw the table is to be given up. */
    keepAll(entries: readonly Entry[], sinceMs: number, nowMs: number): (Kept | Refusal)[] {
      db.exec("BEGIN IMMEDIATE");
      const outcomes = entries.map((entry) => keep(entry, sinceMs, nowMs));
      db.exec("COMMIT");
      return outcomes;
    },
    /** Batches after a number, oldest first. One that cannot be decoded is set aside and passed over. */
    read(afterSeq: number, limit: number): SpooledBatch[] {
      const out: SpooledBatch[] = [];
      let [seq, read] = [afterSeq, 0];
      while (out.length < limit && read < READ_BYTES) {
        const row = nextAfter.get(seq) as Row | undefined;
        if (row === undefined) break;
        seq = row.seq;
        read += row.bytes;
        const batch = decodeBatch(row.body);
        if ("code" in batch) setAside(row, batch.message);
        else out.push({ seq, ...batch });
      }
      return out;
    },
    /** Forgets batches up to and with a number, and keys from before a time. */
    trim(throughSeq: number, keysBeforeMs: number): void {
      const gone = db.prepare(`${count} WHERE seq <= ?`).get(throughSeq) as {
        batches: number;
        bytes: number;
      };
      db.prepare("DELETE FROM keys WHERE time_ms < ?").run(keysBeforeMs);
      db.prepare("DELETE FROM batches WHERE seq <= ?").run(throughSeq);
      batches -= gone.batches;
      bytes -= gone.bytes;
    },
    counts: () => ({ batches, bytes, damaged }),
    close(): void {
      // A connection that still has statements lingers after its close, and an open transaction would keep its lock.
      if (db.inTransaction) db.exec("ROLLBACK");
      db.close();
    },
  };
}

/** The tables of an open spool file. */
export type SpoolTable = ReturnType<typeof createSpoolTable>;
