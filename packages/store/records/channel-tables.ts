import type { Kysely, Migration } from "kysely";

/** The table of channels. */
export interface ChannelTables {
  /**
   * `body` is JSON without the secrets, `secrets` JSON of the sealed ones by their names, `disabled` the text of why nothing is
   * sent by it any more.
   */
  channels: {
    slug: string;
    body: Uint8Array;
    secrets: Uint8Array;
    disabled: Uint8Array | null;
    saved_ms: number;
  };
}

export const channelsMigration: Migration = {
  up: (db: Kysely<unknown>) =>
    db.schema
      .createTable("channels")
      .addColumn("slug", "text", (column) => column.primaryKey())
      .addColumn("body", "blob", (column) => column.notNull())
      .addColumn("secrets", "blob", (column) => column.notNull())
      .addColumn("disabled", "blob")
      .addColumn("saved_ms", "integer", (column) => column.notNull())
      .execute(),
};
