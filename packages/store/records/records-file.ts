import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Status } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { Kysely } from "kysely";
import Database from "libsql";
import { makeFolder } from "../folder.ts";
import { isDamage } from "../spool-file.ts";
import { carryOver } from "./carry-over.ts";
import { migrate, migrationNames, type RecordTables, TransactionalSqliteDialect } from "./migrations.ts";

/** The open file. */
export type RecordDatabase = Kysely<RecordTables>;

/**
 * Opens `records.sqlite` in a folder, its tables up to date. A damaged file is moved aside to
 * `records.quarantine-<time>.sqlite`, the rows that can still be read are carried over, and `problem` says so.
 * @throws SqliteError where the disk or its rights do not let it open.
 */
export async function openRecordsFile(options: { dir: string; clock: Clock }): Promise<{
  db: RecordDatabase;
  problem: Status["problems"][number] | undefined;
}> {
  const path = join(options.dir, "records.sqlite");
  makeFolder(options.dir);
  try {
    return { db: await openSound(path), problem: undefined };
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  const aside = join(options.dir, `records.quarantine-${options.clock.now()}.sqlite`);
  for (const suffix of ["", "-wal", "-shm"]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  const db = await openSound(path);
  const message =
    `The file of saved views was damaged and has been set aside as ${aside}. ` +
    `${await carryOver(aside, db)}; save the others again.`;
  return { db, problem: { code: "records_damaged", message } };
}

async function openSound(path: string): Promise<RecordDatabase> {
  const file = new Database(path);
  const db = new Kysely<RecordTables>({ dialect: new TransactionalSqliteDialect({ database: file }) });
  try {
    file.pragma("journal_mode = WAL");
    file.pragma("synchronous = FULL");
    const [check] = file.pragma("integrity_check") as { integrity_check: string }[];
    if (check?.integrity_check !== "ok" || !hasReadableTexts(file) || !hasKnownSteps(file)) {
      throw Object.assign(new Error("the records are damaged"), { code: "SQLITE_CORRUPT" });
    }
    await migrate(db);
    return db;
  } catch (error) {
    await db.destroy();
    // Kysely opens it only at the first question, and until then does not close it either.
    if (file.open) file.close();
    throw error;
  }
}

/** Whether the texts that migrating reads are UTF-8; libsql would end the process at others. */
function hasReadableTexts(file: InstanceType<typeof Database>): boolean {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const isReadable = (table: string, column: string) =>
    file
      .prepare(`SELECT CAST(${column} AS BLOB) AS bytes FROM ${table}`)
      .all()
      .every((row) => decodes(decoder, (row as { bytes: ArrayBuffer | null }).bytes));
  if (!["name", "tbl_name", "sql"].every((column) => isReadable("sqlite_master", column))) return false;
  return !isMigrated(file) || ["name", "timestamp"].every((column) => isReadable("kysely_migration", column));
}

/** Whether the steps that brought the tables to where they are, are the first of those there are. */
function hasKnownSteps(file: InstanceType<typeof Database>): boolean {
  if (!isMigrated(file)) return true;
  const rows = file.prepare("SELECT name FROM kysely_migration ORDER BY name").all();
  return rows.every((row, i) => (row as { name: string }).name === migrationNames[i]);
}

function isMigrated(file: InstanceType<typeof Database>): boolean {
  return file.prepare("SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'").get() !== undefined;
}

function decodes(decoder: TextDecoder, bytes: ArrayBuffer | null): boolean {
  try {
    decoder.decode(bytes ?? new ArrayBuffer(0));
    return true;
  } catch {
    return false;
  }
}
