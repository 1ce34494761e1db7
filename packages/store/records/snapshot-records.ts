import { limits, Refusal, type Snapshot, snapshotSchema } from "@mission-control/contracts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** The snapshots there are; their values lie in files beside. Every method that writes refuses with `disk_full` where it cannot. */
export interface SnapshotRecords {
  /** All of them, the newest first. */
  list(): Promise<Snapshot[]>;
  /** @throws Refusal `invalid_body` where there are as many as may be. */
  refuseTooMany(): Promise<void>;
  /** Keeps one; `contents` says what of its file is what, as JSON. */
  add(snapshot: Snapshot, contents: unknown): Promise<void>;
  /** What `add` was given as contents; undefined where there is no such snapshot, or a disk made it unreadable. */
  contents(id: string): Promise<unknown>;
  remove(id: string): Promise<boolean>;
}

/** The snapshots of an open records file. */
export function createSnapshotRecords({ db }: { db: RecordDatabase }): SnapshotRecords {
  async function refuseTooMany(): Promise<void> {
    const { count } = await db
      .selectFrom("snapshots")
      .select((of) => of.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    if (count < limits.snapshots) return;
    throw new Refusal("invalid_body", `There are ${limits.snapshots} snapshots already; remove one first.`);
  }

  return {
    async list() {
      const rows = await db
        .selectFrom("snapshots")
        .select(["summary"])
        .orderBy("taken_ms", "desc")
        .orderBy("id")
        .execute();
      return rows.flatMap(({ summary }) => snapshotSchema.safeParse(jsonOfBytes(summary)).data ?? []);
    },

    refuseTooMany,

    add: (snapshot, contents) =>
      writing(async () => {
        await refuseTooMany();
        const { id, takenMs } = snapshot;
        await db
          .insertInto("snapshots")
          .values({ id, taken_ms: takenMs, summary: bytesOfJson(snapshot), contents: bytesOfJson(contents) })
          .execute();
      }),

    async contents(id) {
      const row = await db.selectFrom("snapshots").select("contents").where("id", "=", id).executeTakeFirst();
      return row === undefined ? undefined : jsonOfBytes(row.contents);
    },

    remove: (id) =>
      writing(async () => {
        const { numDeletedRows } = await db.deleteFrom("snapshots").where("id", "=", id).executeTakeFirst();
        return numDeletedRows > 0n;
      }),
  };
}
