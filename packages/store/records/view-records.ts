import { type View, type ViewSummary, viewSummarySchema } from "@mission-control/contracts";
import { refusalOf } from "../spool.ts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes, viewOfBytes } from "./view-bytes.ts";

/** The views that people saved. Every method refuses with `disk_full` where the disk cannot be written. */
export interface ViewRecords {
  /** What there is, by name. */
  list(): Promise<ViewSummary[]>;
  find(slug: string): Promise<View | undefined>;
  /** Keeps a view under its slug, over the one that was there; on disk once it resolves. */
  save(view: View, nowMs: number): Promise<"created" | "replaced">;
  /** Forgets a view; false where there was none. */
  remove(slug: string): Promise<boolean>;
}

/** The saved views of an open records file. */
export function createViewRecords({ db }: { db: RecordDatabase }): ViewRecords {
  return {
    async list() {
      const rows = await db.selectFrom("views").select(["summary", "saved_ms"]).execute();
      const views = rows.flatMap(({ summary, saved_ms }) => {
        const kept = jsonOfBytes(summary);
        return viewSummarySchema.safeParse({ ...(kept as object), savedMs: saved_ms }).data ?? [];
      });
      return views.sort((a, b) => a.name.localeCompare(b.name, "en") || (a.slug < b.slug ? -1 : 1));
    },

    async find(slug) {
      const row = await db.selectFrom("views").select("body").where("slug", "=", slug).executeTakeFirst();
      return row === undefined ? undefined : viewOfBytes(row.body);
    },

    save: (view, nowMs) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const { slug, name, description } = view;
          const summary = bytesOfJson({ slug, name, description, builtIn: false });
          const row = { summary, body: bytesOfJson(view), saved_ms: nowMs };
          const { numUpdatedRows } = await within
            .updateTable("views")
            .set(row)
            .where("slug", "=", slug)
            .executeTakeFirst();
          if (numUpdatedRows > 0n) return "replaced" as const;
          await within
            .insertInto("views")
            .values({ slug, ...row })
            .execute();
          return "created" as const;
        }),
      ),

    remove: (slug) =>
      writing(async () => {
        const { numDeletedRows } = await db.deleteFrom("views").where("slug", "=", slug).executeTakeFirst();
        return numDeletedRows > 0n;
      }),
  };
}

async function writing<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw refusalOf(error);
  }
}
