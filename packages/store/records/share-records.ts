import { limits, Refusal, type Share, shareSchema } from "@mission-control/contracts";
import type { RecordTables } from "./migrations.ts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** The last use is written down once a minute: a wall asks each second. */
const USED_MS = 60_000;

/** What was shared, found by the hash of its token. Every method that writes refuses with `disk_full` where it cannot. */
export interface ShareRecords {
  /** Those that still hold, the newest first. */
  list(nowMs: number): Promise<Share[]>;
  /** Keeps one. @throws Refusal `invalid_body` where there are as many as may be. */
  add(hash: string, share: Share): Promise<void>;
  /** The one of a hash while it holds; that it was used is noted. */
  find(hash: string, nowMs: number): Promise<Share | undefined>;
  /** Ends one; false where there was none. */
  remove(id: string): Promise<boolean>;
}

/** The shares of an open records file. */
export function createShareRecords({ db }: { db: RecordDatabase }): ShareRecords {
  const readable = () => readableOf(db);
  const ended = (nowMs: number) => db.deleteFrom("shares").where("expires_ms", "<=", nowMs);

  return {
    async list(nowMs) {
      const rows = await readable()
        .where((where) => where.or([where("expires_ms", "is", null), where("expires_ms", ">", nowMs)]))
        .orderBy("created_ms", "desc")
        .execute();
      return rows.flatMap((row) => shareOf(row) ?? []);
    },

    add: (hash, share) =>
      writing(async () => {
        await ended(share.createdMs).execute();
        const { count } = await db
          .selectFrom("shares")
          .select((of) => of.fn.countAll<number>().as("count"))
          .executeTakeFirstOrThrow();
        if (count >= limits.shares) {
          throw new Refusal(
            "invalid_body",
            `There are ${limits.shares} links already; revoke one that is not needed any more.`,
          );
        }
        const { id, createdMs, expiresMs, usedMs } = share;
        const times = { created_ms: createdMs, expires_ms: expiresMs, used_ms: usedMs };
        await db
          .insertInto("shares")
          .values({ id, hash, body: bodyOf(share), ...times })
          .execute();
      }),

    async find(hash, nowMs) {
      const row = await readable().where("hash", "=", hash).executeTakeFirst();
      const share = row === undefined ? undefined : shareOf(row);
      if (share === undefined || (share.expiresMs !== null && share.expiresMs <= nowMs)) return undefined;
      if (nowMs - (share.usedMs ?? Number.NEGATIVE_INFINITY) >= USED_MS) {
        // A disk that is full keeps nobody from looking.
        await db
          .updateTable("shares")
          .set({ used_ms: nowMs })
          .where("hash", "=", hash)
          .execute()
          .catch(() => {});
      }
      return share;
    },

    remove: (id) =>
      writing(async () => {
        const { numDeletedRows } = await db.deleteFrom("shares").where("id", "=", id).executeTakeFirst();
        return numDeletedRows > 0n;
      }),
  };
}

/**
 * Takes a view that is removed from all that was shared, and ends what then shows nothing: whoever saves another under its
 * name has shared it with nobody.
 */
export async function unshareView(within: RecordDatabase, slug: string): Promise<void> {
  for (const row of await readableOf(within).execute()) {
    const share = shareOf(row);
    if (share === undefined || !share.views.some((view) => view.slug === slug)) continue;
    const views = share.views.filter((view) => view.slug !== slug);
    if (views.length === 0) await within.deleteFrom("shares").where("id", "=", share.id).execute();
    else
      await within
        .updateTable("shares")
        .set({ body: bodyOf({ ...share, views }) })
        .where("id", "=", share.id)
        .execute();
  }
}

// No text is read back: what a disk made of it might be no UTF-8.
const readableOf = (within: RecordDatabase) =>
  within.selectFrom("shares").select(["body", "created_ms", "expires_ms", "used_ms"]);

function bodyOf({ createdMs, expiresMs, usedMs, ...body }: Share): Buffer {
  return bytesOfJson(body);
}

/** A kept share; undefined where a disk made it unreadable. */
function shareOf(row: Omit<RecordTables["shares"], "id" | "hash">): Share | undefined {
  const { created_ms: createdMs, expires_ms: expiresMs, used_ms: usedMs } = row;
  const kept = jsonOfBytes(row.body);
  return shareSchema.safeParse({ ...(kept as object), createdMs, expiresMs, usedMs }).data;
}
