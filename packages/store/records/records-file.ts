import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Status } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { Kysely } from "kysely";
import Database from "libsql";
import { makeFolder } from "../folder.ts";
import { isDamage } from "../spool-file.ts";
import { functionOfBytes } from "./function-records.ts";
import { metaKeyOf, metaOfBytes } from "./meta-records.ts";
import { migrate, migrationNames, type RecordTables, TransactionalSqliteDialect } from "./migrations.ts";
import { textOfBytes, viewOfBytes } from "./view-bytes.ts";

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
  const carried = await carryOver(aside, db);
  const functions = await carryFunctions(aside, db);
  const said = await carryMeta(aside, db);
  const message =
    `The file of saved views was damaged and has been set aside as ${aside}. ` +
    `${carried} of them could be read and are kept, and ${functions} of the functions` +
    `${said === 0 ? "" : `, and ${said} of what is said of metrics and events`}; save the others again.`;
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

/** The same for what was said of metrics and events. */
async function carryMeta(from: string, to: RecordDatabase): Promise<number> {
  let carried = 0;
  try {
    const old = new Database(from);
    const next = old.prepare(
      "SELECT rowid AS id, CAST(kind AS BLOB) AS kind, body, saved_ms, version FROM meta WHERE rowid > ? ORDER BY rowid LIMIT 1",
    );
    for (let after = 0; ; ) {
      const row = next.get(after) as
        | (Omit<RecordTables["meta"], "kind"> & { id: number; kind: Uint8Array })
        | undefined;
      if (row === undefined) break;
      const kind = textOfBytes(row.kind) === "triggers" ? "triggers" : "rules";
      const entry = metaOfBytes(kind, row.body);
      if (entry !== undefined) {
        const { body, saved_ms, version } = row;
        await to
          .insertInto("meta")
          .values({ kind, key: metaKeyOf(kind, entry), body, saved_ms, version })
          .execute();
        carried++;
      }
      after = row.id;
    }
    old.close();
  } catch {
    // What could be read is over.
  }
  return carried;
}

/** The same for functions. */
async function carryFunctions(from: string, to: RecordDatabase): Promise<number> {
  let carried = 0;
  try {
    const old = new Database(from);
    const next = old.prepare(
      "SELECT rowid AS id, body, saved_ms FROM functions WHERE rowid > ? ORDER BY rowid LIMIT 1",
    );
    for (let after = 0; ; ) {
      const row = next.get(after) as (RecordTables["functions"] & { id: number }) | undefined;
      if (row === undefined) break;
      const made = functionOfBytes(row.body);
      if (made !== undefined) {
        const { body, saved_ms } = row;
        await to.insertInto("functions").values({ name: made.name, body, saved_ms }).execute();
        carried++;
      }
      after = row.id;
    }
    old.close();
  } catch {
    // What could be read is over.
  }
  return carried;
}

/** Copies views one by one, as their first version, until one cannot be read; the file stays aside for those who want to try for the rest. */
async function carryOver(from: string, to: RecordDatabase): Promise<number> {
  let carried = 0;
  try {
    const old = new Database(from);
    const next = old.prepare(
      "SELECT rowid AS id, summary, body, saved_ms FROM views WHERE rowid > ? ORDER BY rowid LIMIT 1",
    );
    for (let after = 0; ; ) {
      const row = next.get(after) as (RecordTables["views"] & { id: number }) | undefined;
      if (row === undefined) break;
      const view = viewOfBytes(row.body);
      if (view !== undefined) {
        const { summary, body, saved_ms } = row;
        const kept = { slug: view.slug, version: 1, body, saved_ms };
        await to
          .insertInto("views")
          .values({ ...kept, summary })
          .execute();
        await to
          .insertInto("view_versions")
          .values({ ...kept, saved_by: new Uint8Array(0) })
          .execute();
        carried++;
      }
      after = row.id;
    }
    old.close();
  } catch {
    // What could be read is over.
  }
  return carried;
}
