import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Status } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import Database from "libsql";
import { makeFolder } from "./folder.ts";

export type SpoolDatabase = InstanceType<typeof Database>;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS batches (seq INTEGER PRIMARY KEY AUTOINCREMENT, bytes INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS keys (key BLOB PRIMARY KEY, seq INTEGER NOT NULL, time_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS keys_by_time ON keys (time_ms);
CREATE TABLE IF NOT EXISTS damaged (seq INTEGER PRIMARY KEY, reason TEXT NOT NULL, body BLOB NOT NULL);
`;

/** Whether SQLite says that the file itself is no good. */
export function isDamage(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  return code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB";
}

/**
 * Opens `spool.sqlite` in a folder. A damaged file is moved aside to `spool.quarantine-<time>.sqlite`, what can still be
 * read of it is carried over, and `problem` says so.
 * @throws SqliteError where the disk or its rights do not let it open.
 */
export function openSpoolFile(options: { dir: string; clock: Clock; afterSeq: number }): {
  db: SpoolDatabase;
  problem: Status["problems"][number] | undefined;
} {
  const path = join(options.dir, "spool.sqlite");
  makeFolder(options.dir);
  try {
    return { db: openSound(path, options), problem: undefined };
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  const aside = join(options.dir, `spool.quarantine-${options.clock.now()}.sqlite`);
  for (const suffix of ["", "-wal", "-shm"]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  const db = openSound(path, options);
  const carried = carryOver(aside, db);
  const message =
    `The spool was damaged and has been set aside as ${aside}. ` +
    `${carried} batches of it could be read and are kept; others, if any, are only in that file.`;
  return { db, problem: { code: "spool_damaged", message } };
}

function openSound(path: string, options: { clock: Clock; afterSeq: number }): SpoolDatabase {
  const db = new Database(path);
  try {
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    // 16 MiB: with the 4 of SQLite a stream of large batches is moved into the file at every sixth commit.
    db.pragma("wal_autocheckpoint = 4000");
    db.pragma("journal_size_limit = 67108864");
    db.exec(SCHEMA);
    if (db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'batches'").get() === undefined) {
      // History remembers how far it came in the last spool: a new one has to go on beyond that.
      const startSeq = Math.max(options.afterSeq, Math.floor(options.clock.now()) * 1000);
      db.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('batches', ?)").run(startSeq);
    }
    db.prepare("SELECT count(*), sum(bytes) FROM batches").get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Copies every batch and key that can be read. Their numbers stay, so that what history has is not kept again. */
function carryOver(from: string, to: SpoolDatabase): number {
  const old = new Database(from);
  // From both ends up to where it is damaged; what is not damaged at all is met from the first.
  copyBatches(old, to, "seq > ? ORDER BY seq", -1);
  copyBatches(old, to, "seq < ? ORDER BY seq DESC", Number.MAX_SAFE_INTEGER);
  copyKeys(old, to);
  old.close();
  return (to.prepare("SELECT count(*) AS n FROM batches").get() as { n: number }).n;
}

/** Copies batch by batch until one cannot be read or is there already. */
function copyBatches(from: SpoolDatabase, to: SpoolDatabase, onwards: string, start: number): void {
  to.exec("BEGIN");
  try {
    const next = from.prepare(`SELECT seq, bytes, body FROM batches WHERE ${onwards} LIMIT 1`);
    const keep = to.prepare("INSERT INTO batches (seq, bytes, body) VALUES (?, ?, ?)");
    for (let seq = start; ; ) {
      const row = next.get(seq) as { seq: number; bytes: number; body: Buffer } | undefined;
      if (row === undefined) break;
      keep.run(row.seq, row.bytes, row.body);
      seq = row.seq;
    }
  } catch {
    // The file stays aside for those who want to try for the rest.
  }
  to.exec("COMMIT");
}

function copyKeys(from: SpoolDatabase, to: SpoolDatabase): void {
  to.exec("BEGIN");
  try {
    const keep = to.prepare("INSERT INTO keys (key, seq, time_ms) VALUES (?, ?, ?)");
    for (const row of from.prepare("SELECT key, seq, time_ms FROM keys").iterate()) {
      const { key, seq, time_ms } = row as { key: ArrayBuffer; seq: number; time_ms: number };
      keep.run(Buffer.from(key), seq, time_ms);
    }
  } catch {
    // Without its key a retry counts again, which is better than no spool.
  }
  to.exec("COMMIT");
}
