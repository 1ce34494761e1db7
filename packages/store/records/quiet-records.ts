import {
  type Inhibition,
  inhibitionSchema,
  limits,
  type MuteTime,
  muteTimeSchema,
  Refusal,
} from "@mission-control/contracts";
import { keepLastVersion, lastVersionOf } from "./last-versions.ts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** What keeps alerts quiet until it is removed, by its slug. Every method that writes refuses with `disk_full` where it cannot. */
export interface QuietRecords<Kept> {
  /** All of them, by slug, each with its version. One that a disk made unreadable is left out. */
  list(): Promise<(Kept & { version: number })[]>;
  /**
   * Keeps one in place of the one of its slug; on disk once it resolves.
   * @throws Refusal `changed_meanwhile` where `onto` is said and it is of another version by now (0 says that there is none),
   * `invalid_body` where there are as many as may be
   */
  save(
    kept: Kept,
    by: { nowMs: number; onto?: number | undefined },
  ): Promise<{ outcome: "created" | "replaced"; version: number }>;
  /** Forgets one; false where there was none. @throws Refusal `changed_meanwhile` as `save` does */
  remove(slug: string, by?: { onto?: number | undefined }): Promise<boolean>;
}

/** The mute times of an open records file. */
export const createMuteTimeRecords = ({ db }: { db: RecordDatabase }): QuietRecords<MuteTime> =>
  createQuietRecords(db, "mute_times", (body) => muteTimeSchema.safeParse(body).data, limits.muteTimes);

/** The inhibitions of an open records file. */
export const createInhibitionRecords = ({ db }: { db: RecordDatabase }): QuietRecords<Inhibition> =>
  createQuietRecords(db, "inhibitions", (body) => inhibitionSchema.safeParse(body).data, limits.inhibitions);

function createQuietRecords<Kept extends { slug: string }>(
  db: RecordDatabase,
  table: "mute_times" | "inhibitions",
  parse: (body: unknown) => Kept | undefined,
  most: number,
): QuietRecords<Kept> {
  const versionOf = async (within: RecordDatabase, slug: string) =>
    (await within.selectFrom(table).select("version").where("slug", "=", slug).executeTakeFirst())?.version;

  return {
    async list() {
      const rows = await db.selectFrom(table).select(["body", "version"]).orderBy("slug").execute();
      return rows.flatMap(({ body, version }) => {
        const kept = parse(jsonOfBytes(body));
        return kept === undefined ? [] : { ...kept, version };
      });
    },

    save: (kept, { nowMs, onto }) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const { slug } = kept;
          const now = await versionOf(within, slug);
          refuseOther(onto, now);
          const version = (now ?? (await lastVersionOf(within, table, slug))) + 1;
          const row = { slug, body: bytesOfJson(kept), saved_ms: nowMs, version };
          await within.replaceInto(table).values(row).execute();
          if (now === undefined) await refuseTooMany(within, table, most);
          return { outcome: now === undefined ? ("created" as const) : ("replaced" as const), version };
        }),
      ),

    remove: (slug, { onto } = {}) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const now = await versionOf(within, slug);
          refuseOther(onto, now);
          if (now === undefined) return false;
          await within.deleteFrom(table).where("slug", "=", slug).execute();
          await keepLastVersion(within, table, slug, now);
          return true;
        }),
      ),
  };
}

async function refuseTooMany(
  within: RecordDatabase,
  table: "mute_times" | "inhibitions",
  most: number,
): Promise<void> {
  const { count } = await within
    .selectFrom(table)
    .select((of) => of.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  if (count > most)
    throw new Refusal("invalid_body", `There may be ${most} of them; remove one that is not needed first.`);
}

function refuseOther(onto: number | undefined, version: number | undefined): void {
  if (onto === undefined || onto === (version ?? 0)) return;
  const words = version === undefined ? "was removed" : `was changed by somebody else, to version ${version}`;
  throw new Refusal(
    "changed_meanwhile",
    `It ${words} meanwhile; nothing was kept. Look at it, then save again.`,
  );
}
