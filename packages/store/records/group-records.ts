import { type AlertGroup, alertGroupSchema } from "@mission-control/contracts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes } from "./view-bytes.ts";

/** Rows of one statement: SQLite takes no more than some thousand values. */
const ROWS_AT_ONCE = 500;

/** The groups in which alerts are told; they are written with what led to them, by `writeGroups`. */
export interface GroupRecords {
  /** All of them. One that a disk made unreadable is left out. */
  list(): Promise<AlertGroup[]>;
}

/** The groups of an open records file. */
export function createGroupRecords({ db }: { db: RecordDatabase }): GroupRecords {
  return {
    async list() {
      const rows = await db.selectFrom("alert_groups").select("body").execute();
      return rows.flatMap(({ body }) => groupOfBytes(body) ?? []);
    },
  };
}

/** Keeps groups as they are now, and forgets those that ended, within a transaction in which what led to that is kept as well. */
export async function writeGroups(
  within: RecordDatabase,
  groups: readonly AlertGroup[],
  ended: readonly string[],
): Promise<void> {
  for (let from = 0; from < groups.length; from += ROWS_AT_ONCE) {
    const rows = groups
      .slice(from, from + ROWS_AT_ONCE)
      .map((group) => ({ key: group.key, body: bytesOfJson(group) }));
    await within.replaceInto("alert_groups").values(rows).execute();
  }
  for (let from = 0; from < ended.length; from += ROWS_AT_ONCE)
    await within
      .deleteFrom("alert_groups")
      .where("key", "in", ended.slice(from, from + ROWS_AT_ONCE))
      .execute();
}

/** A kept group; undefined where a disk made it unreadable. */
export const groupOfBytes = (bytes: Uint8Array | ArrayBuffer): AlertGroup | undefined =>
  alertGroupSchema.safeParse(jsonOfBytes(bytes)).data;
