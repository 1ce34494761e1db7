import type { Kysely, Migration } from "kysely";

/** The tables of what keeps alerts quiet, and of the groups in which they are told. `body` is JSON. */
export interface SilenceTables {
  silences: { id: string; to_ms: number; body: Uint8Array };
  mute_times: { slug: string; body: Uint8Array; saved_ms: number; version: number };
  inhibitions: { slug: string; body: Uint8Array; saved_ms: number; version: number };
  acknowledgements: { alert: string; body: Uint8Array };
  alert_groups: { key: string; body: Uint8Array };
}

export const silencesMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("silences")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("to_ms", "integer", (column) => column.notNull())
      .addColumn("body", "blob", (column) => column.notNull())
      .execute();
    for (const table of ["mute_times", "inhibitions"])
      await db.schema
        .createTable(table)
        .addColumn("slug", "text", (column) => column.primaryKey())
        .addColumn("body", "blob", (column) => column.notNull())
        .addColumn("saved_ms", "integer", (column) => column.notNull())
        .addColumn("version", "integer", (column) => column.notNull())
        .execute();
    await db.schema
      .createTable("acknowledgements")
      .addColumn("alert", "text", (column) => column.primaryKey())
      .addColumn("body", "blob", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("alert_groups")
      .addColumn("key", "text", (column) => column.primaryKey())
      .addColumn("body", "blob", (column) => column.notNull())
      .execute();
  },
};
