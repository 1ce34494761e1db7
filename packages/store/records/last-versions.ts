import { sql } from "kysely";
import type { RecordDatabase } from "./records-file.ts";

/** Names that are remembered; each takes some hundred bytes. */
const MOST_NAMES = 10_000;

/**
 * The version that something had when it was removed; 0 where nothing of this name was. What is made anew under the name
 * goes on from there, so that a number never means two things: who still holds the old one replaces nothing unseen.
 */
export async function lastVersionOf(within: RecordDatabase, kind: string, key: string): Promise<number> {
  const row = await within
    .selectFrom("last_versions")
    .select("version")
    .where("kind", "=", kind)
    .where("key", "=", key)
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** Remembers the version of something that is removed. */
export async function keepLastVersion(
  within: RecordDatabase,
  kind: string,
  key: string,
  version: number,
): Promise<void> {
  await within.replaceInto("last_versions").values({ kind, key, version }).execute();
  await sql`DELETE FROM last_versions WHERE rowid <= (SELECT max(rowid) FROM last_versions) - ${MOST_NAMES}`.execute(
    within,
  );
}
