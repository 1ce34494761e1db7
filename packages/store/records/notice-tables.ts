import type { Generated, Kysely, Migration } from "kysely";

/** The tables of notices: outbox and log in one. */
export interface NoticeTables {
  /** `alert_group` is the key of its group; `since_ms` is from when on it is tried; `body` is JSON, what it tells. */
  notices: {
    seq: Generated<number>;
    id: string;
    channel: string;
    alert_group: string;
    reason: string;
    state: string;
    created_ms: number;
    since_ms: number;
    next_ms: number | null;
    tries: number;
    body: Uint8Array;
  };
  /** Which alerts a notice tells by name. */
  notice_alerts: { notice: number; alert: string };
  /** What came of each attempt; `body` is JSON. */
  notice_attempts: { seq: Generated<number>; notice: number; channel: string; body: Uint8Array };
  /** How many were dropped, and when, as too many waited. */
  notice_drops: { at_ms: number; count: number };
}

export const noticesMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("notices")
      .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("channel", "text", (column) => column.notNull())
      .addColumn("alert_group", "text", (column) => column.notNull())
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("created_ms", "integer", (column) => column.notNull())
      .addColumn("since_ms", "integer", (column) => column.notNull())
      .addColumn("next_ms", "integer")
      .addColumn("tries", "integer", (column) => column.notNull())
      .addColumn("body", "blob", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("notices_waiting")
      .on("notices")
      .columns(["state", "channel", "alert_group", "seq"])
      .execute();
    await db.schema.createIndex("notices_channel").on("notices").columns(["channel", "seq"]).execute();
    await db.schema
      .createTable("notice_alerts")
      .addColumn("notice", "integer", (column) => column.notNull())
      .addColumn("alert", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("notice_alerts_key", ["notice", "alert"])
      .execute();
    await db.schema.createIndex("notice_alerts_alert").on("notice_alerts").column("alert").execute();
    await db.schema
      .createTable("notice_attempts")
      .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
      .addColumn("notice", "integer", (column) => column.notNull())
      .addColumn("channel", "text", (column) => column.notNull())
      .addColumn("body", "blob", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("notice_attempts_notice")
      .on("notice_attempts")
      .columns(["notice", "seq"])
      .execute();
    await db.schema
      .createIndex("notice_attempts_channel")
      .on("notice_attempts")
      .columns(["channel", "seq"])
      .execute();
    await db.schema
      .createTable("notice_drops")
      .addColumn("at_ms", "integer", (column) => column.notNull())
      .addColumn("count", "integer", (column) => column.notNull())
      .execute();
  },
};

/** What is old is found without looking at all. */
export const noticeIndexMigration: Migration = {
  up: (db: Kysely<unknown>) =>
    db.schema.createIndex("notices_created").on("notices").column("created_ms").execute(),
};
