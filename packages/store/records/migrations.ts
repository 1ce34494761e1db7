import {
  type Generated,
  type Kysely,
  type Migration,
  Migrator,
  SqliteAdapter,
  SqliteDialect,
  sql,
} from "kysely";
import { type ChannelTables, channelsMigration } from "./channel-tables.ts";
import { type NoticeTables, noticeIndexMigration, noticesMigration } from "./notice-tables.ts";
import { type SilenceTables, silencesMigration } from "./silence-tables.ts";

/**
 * The tables of `records.sqlite`: what people made and want to find again. What is read back is kept as bytes, because
 * libsql ends the process at a text that is no UTF-8, and a bad disk makes such.
 */
export interface RecordTables extends ChannelTables, NoticeTables, SilenceTables {
  /** `summary` and `body` are JSON: what the list tells, and the whole view. */
  views: { slug: string; summary: Uint8Array; body: Uint8Array; saved_ms: number; version: number };
  /** Each version of a view that is kept, the present one too. `saved_by` is text as bytes. */
  view_versions: { slug: string; version: number; body: Uint8Array; saved_ms: number; saved_by: Uint8Array };
  /** What people made to follow queries; `body` is JSON. */
  functions: { name: string; body: Uint8Array; saved_ms: number };
  /** What was said of series (`rules`) and of events (`triggers`); `body` is JSON. */
  meta: { kind: string; key: string; body: Uint8Array; saved_ms: number; version: number };
  /** What was shared, by the SHA-256 of its token; `body` is JSON. Without an `expires_ms` it holds until it is revoked. */
  shares: {
    id: string;
    hash: string;
    body: Uint8Array;
    created_ms: number;
    expires_ms: number | null;
    used_ms: number | null;
  };
  /** `summary` and `contents` are JSON: what the list tells, and what of the snapshot's file is what. */
  snapshots: { id: string; taken_ms: number; summary: Uint8Array; contents: Uint8Array };
  /** Alert rules; `body` is JSON. */
  rules: { slug: string; body: Uint8Array; saved_ms: number; version: number };
  /** Each version of a rule that is kept, the present one too. `saved_by` is text as bytes. */
  rule_versions: { slug: string; version: number; body: Uint8Array; saved_ms: number; saved_by: Uint8Array };
  /** What the machine of a rule remembers of a label set; `body` is JSON. */
  alert_states: { id: string; rule: string; body: Uint8Array };
  /** Each change of an alert; `body` is JSON: the alert as it was then, and what it was before. */
  alert_changes: {
    seq: Generated<number>;
    alert: string;
    rule: string;
    to_state: string;
    at_ms: number;
    body: Uint8Array;
  };
  /** What is checked again and again; `body` is JSON, `failing_ms` since when it fails. */
  probes: { slug: string; body: Uint8Array; saved_ms: number; version: number; failing_ms: number | null };
  /** The versions that views (`views`), alert rules (`alert-rules`), `probes`, `rules` and `triggers` had when they were removed. */
  last_versions: { kind: string; key: string; version: number };
}

/** Every change of the tables there was, in the order of their names. One that was released is never changed again. */
const migrations: Readonly<Record<string, Migration>> = {
  "0001-views": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("views")
        .addColumn("slug", "text", (column) => column.primaryKey())
        .addColumn("summary", "blob", (column) => column.notNull())
        .addColumn("body", "blob", (column) => column.notNull())
        .addColumn("saved_ms", "integer", (column) => column.notNull())
        .execute(),
  },
  "0003-view-versions": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable("views")
        .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
        .execute();
      await db.schema
        .createTable("view_versions")
        .addColumn("slug", "text", (column) => column.notNull())
        .addColumn("version", "integer", (column) => column.notNull())
        .addColumn("body", "blob", (column) => column.notNull())
        .addColumn("saved_ms", "integer", (column) => column.notNull())
        .addColumn("saved_by", "blob", (column) => column.notNull())
        .addPrimaryKeyConstraint("view_versions_key", ["slug", "version"])
        .execute();
      await sql`INSERT INTO view_versions SELECT slug, 1, body, saved_ms, x'' FROM views`.execute(db);
    },
  },
  "0004-functions": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("functions")
        .addColumn("name", "text", (column) => column.primaryKey())
        .addColumn("body", "blob", (column) => column.notNull())
        .addColumn("saved_ms", "integer", (column) => column.notNull())
        .execute(),
  },
  "0005-meta": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("meta")
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("body", "blob", (column) => column.notNull())
        .addColumn("saved_ms", "integer", (column) => column.notNull())
        .addColumn("version", "integer", (column) => column.notNull())
        .addPrimaryKeyConstraint("meta_key", ["kind", "key"])
        .execute(),
  },
  "0006-shares": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("shares")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("hash", "text", (column) => column.notNull().unique())
        .addColumn("body", "blob", (column) => column.notNull())
        .addColumn("created_ms", "integer", (column) => column.notNull())
        .addColumn("expires_ms", "integer")
        .addColumn("used_ms", "integer")
        .execute(),
  },
  "0007-snapshots": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("snapshots")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("taken_ms", "integer", (column) => column.notNull())
        .addColumn("summary", "blob", (column) => column.notNull())
        .addColumn("contents", "blob", (column) => column.notNull())
        .execute(),
  },
  "0008-last-versions": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("last_versions")
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("version", "integer", (column) => column.notNull())
        .addPrimaryKeyConstraint("last_versions_key", ["kind", "key"])
        .execute(),
  },
  "0009-rules": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("rules")
        .addColumn("slug", "text", (column) => column.primaryKey())
        .addColumn("body", "blob", (column) => column.notNull())
        .addColumn("saved_ms", "integer", (column) => column.notNull())
        .addColumn("version", "integer", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("rule_versions")
        .addColumn("slug", "text", (column) => column.notNull())
        .addColumn("version", "integer", (column) => column.notNull())
        .addColumn("body", "blob", (column) => column.notNull())
        .addColumn("saved_ms", "integer", (column) => column.notNull())
        .addColumn("saved_by", "blob", (column) => column.notNull())
        .addPrimaryKeyConstraint("rule_versions_key", ["slug", "version"])
        .execute();
    },
  },
  "0010-alerts": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("alert_states")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("rule", "text", (column) => column.notNull())
        .addColumn("body", "blob", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("alert_changes")
        .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("alert", "text", (column) => column.notNull())
        .addColumn("rule", "text", (column) => column.notNull())
        .addColumn("to_state", "text", (column) => column.notNull())
        .addColumn("at_ms", "integer", (column) => column.notNull())
        .addColumn("body", "blob", (column) => column.notNull())
        .execute();
      await sql`CREATE INDEX alert_changes_alert ON alert_changes (alert, at_ms, to_state)`.execute(db);
      await sql`CREATE INDEX alert_changes_rule ON alert_changes (rule)`.execute(db);
      await sql`CREATE INDEX alert_changes_time ON alert_changes (at_ms)`.execute(db);
    },
  },
  "0011-silences": silencesMigration,
  "0012-channels": channelsMigration,
  "0013-notices": noticesMigration,
  "0014-probes": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("probes")
        .addColumn("slug", "text", (column) => column.primaryKey())
        .addColumn("body", "blob", (column) => column.notNull())
        .addColumn("saved_ms", "integer", (column) => column.notNull())
        .addColumn("version", "integer", (column) => column.notNull())
        .addColumn("failing_ms", "integer")
        .execute(),
  },
  // What an alert changed last is found at once, however often it did.
  "0015-alert-change-index": {
    async up(db: Kysely<unknown>) {
      await sql`CREATE INDEX alert_changes_last ON alert_changes (alert, seq)`.execute(db);
    },
  },
  "0016-notice-index": noticeIndexMigration,
};

export const migrationNames: readonly string[] = Object.keys(migrations);

/** SQLite undoes changes of tables as it does rows, so that a migration that was cut off left nothing behind. */
export class TransactionalSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Brings the tables up to date, in one transaction.
 * @throws SqliteError where the file or the disk fails; then nothing was changed.
 */
export async function migrate(db: Kysely<RecordTables>): Promise<void> {
  // Kysely orders what was done by the time it was done at: a clock that was set back is no damage.
  const allowUnorderedMigrations = true;
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error } = await new Migrator({ db, provider, allowUnorderedMigrations }).migrateToLatest();
  if (error !== undefined) throw error;
}
