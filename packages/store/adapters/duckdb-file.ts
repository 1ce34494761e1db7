import { existsSync, renameSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Status } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { makeFolder } from "../folder.ts";
import { SEALED_SCHEMA } from "../sealed/catalog.ts";
import { CHECKSUMS_SCHEMA } from "../sealed/checksums.ts";
import { sealedFolder } from "../sealed/days.ts";

const SCHEMA = [
  "CREATE TABLE IF NOT EXISTS series (id INTEGER NOT NULL, labels VARCHAR NOT NULL)",
  "CREATE TABLE IF NOT EXISTS samples (series_id INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, position BIGINT NOT NULL)",
  "CREATE TABLE IF NOT EXISTS events (time BIGINT NOT NULL, id VARCHAR NOT NULL, id_hash BIGINT NOT NULL, type VARCHAR NOT NULL, service VARCHAR NOT NULL, host VARCHAR NOT NULL, body VARCHAR NOT NULL)",
  "CREATE TABLE IF NOT EXISTS applied (seq BIGINT NOT NULL)",
  "INSERT INTO applied SELECT 0 WHERE NOT EXISTS (FROM applied)",
  ...SEALED_SCHEMA,
  ...CHECKSUMS_SCHEMA,
];

export interface DuckDbFile {
  readonly instance: DuckDBInstance;
  readonly writer: DuckDBConnection;
  readonly problems: Status["problems"];
}

export interface DuckDbFileOptions {
  readonly dir: string;
  readonly clock: Clock;
  readonly memoryMegabytes: number;
}

/** Where history's log lies: what was committed since the last checkpoint. */
export const walPath = (dir: string): string => join(dir, "history.duckdb.wal");

/** Whether DuckDB says that its files are no good, and not that it may not or cannot open them now. */
export function isDamage(error: unknown): boolean {
  return (
    /Corrupt|not a valid DuckDB|replaying WAL|Could not read enough bytes/.test(String(error)) &&
    !isFull(error)
  );
}

const isFull = (error: unknown): boolean => /No space left|disk quota/i.test(String(error));

/**
 * Opens `history.duckdb`. One flipped byte of its log keeps DuckDB from opening at all: then the log is set aside, and what
 * it held is still in the spool. If that does not help, the whole database is set aside and a new one begun.
 * @throws Error where it cannot be opened now: no space, no right, or another process has it.
 */
export async function openDuckDbFile(options: DuckDbFileOptions): Promise<DuckDbFile> {
  makeFolder(options.dir);
  const path = join(options.dir, "history.duckdb");
  const problems: Status["problems"] = [];
  for (;;) {
    try {
      return { ...(await openSound(path, options)), problems };
    } catch (error) {
      // Each turn moves a file away, so that the third one finds none.
      if (!isDamage(error) || !existsSync(path)) throw error;
      problems.push(setAside(options, path, error));
    }
  }
}

async function openSound(path: string, { dir, memoryMegabytes }: DuckDbFileOptions) {
  const instance = await DuckDBInstance.create(path, {
    memory_limit: `${memoryMegabytes}MB`,
    // One core is left to everything else: a query or a checkpoint that takes all of them stops the wall.
    threads: String(Math.max(1, availableParallelism() - 1)),
    // The spool keeps what is not checkpointed, so checkpoints are ours to time: see `checkpoint` in duckdb.ts.
    checkpoint_threshold: "1TB",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    const writer = await instance.connect();
    for (const statement of SCHEMA) await writer.run(statement);
    // No statement from anywhere may read other files than those of sealed days, or loosen this again.
    await writer.run(`SET allowed_directories = ['${sealedFolder(dir).replaceAll("'", "''")}']`);
    await writer.run("SET enable_external_access = false");
    await writer.run("SET lock_configuration = true");
    return { instance, writer };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

function setAside(options: DuckDbFileOptions, path: string, error: unknown): Status["problems"][number] {
  const wal = walPath(options.dir);
  const aside = join(options.dir, `history.duckdb.quarantine-${options.clock.now()}`);
  const onlyLog = existsSync(wal) && /WAL/.test(String(error));
  if (existsSync(wal)) renameSync(wal, `${aside}.wal`);
  if (onlyLog) {
    return {
      code: "history_log_damaged",
      message:
        `The log of history was damaged and has been set aside as ${aside}.wal. ` +
        "Everything up to its last checkpoint is kept; what came later is taken again from the spool.",
    };
  }
  renameSync(path, aside);
  return {
    code: "history_damaged",
    message:
      `History was damaged (${String(error)}) and has been set aside as ${aside}; a new one has begun. ` +
      "What the spool still holds is taken into it; what is older is only in that file.",
  };
}
