import { type CustomFunction, customFunctionSchema } from "@mission-control/contracts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** The functions that people made. Every method refuses with `disk_full` where the disk cannot be written. */
export interface FunctionRecords {
  /** All of them, by name. One that a disk made unreadable is left out. */
  list(): Promise<CustomFunction[]>;
  /** Keeps a function under its name, over the one that was there; on disk once it resolves. */
  save(made: CustomFunction, nowMs: number): Promise<"created" | "replaced">;
  /** Forgets a function; false where there was none. */
  remove(name: string): Promise<boolean>;
}

/** The made functions of an open records file. */
export function createFunctionRecords({ db }: { db: RecordDatabase }): FunctionRecords {
  return {
    async list() {
      const rows = await db.selectFrom("functions").select("body").execute();
      const made = rows.flatMap(({ body }) => functionOfBytes(body) ?? []);
      return made.sort((a, b) => (a.name < b.name ? -1 : 1));
    },

    save: (made, nowMs) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const row = { body: bytesOfJson(made), saved_ms: nowMs };
          const { numUpdatedRows } = await within
            .updateTable("functions")
            .set(row)
            .where("name", "=", made.name)
            .executeTakeFirst();
          if (numUpdatedRows > 0n) return "replaced" as const;
          await within
            .insertInto("functions")
            .values({ name: made.name, ...row })
            .execute();
          return "created" as const;
        }),
      ),

    remove: (name) =>
      writing(async () => {
        const { numDeletedRows } = await db
          .deleteFrom("functions")
          .where("name", "=", name)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }),
  };
}

/** A kept function, with what it did not say yet when it was saved filled in; undefined where it is none any more. */
export function functionOfBytes(bytes: Uint8Array | ArrayBuffer): CustomFunction | undefined {
  return customFunctionSchema.safeParse(jsonOfBytes(bytes)).data;
}
