import {
  type MetaKind,
  type MetaRule,
  type MetaTrigger,
  metaKinds,
  Refusal,
} from "@mission-control/contracts";
import { keepLastVersion, lastVersionOf } from "./last-versions.ts";
import type { RecordTables } from "./migrations.ts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

type Entry = MetaRule | MetaTrigger;

/** What people said of metrics and of events. Every method refuses with `disk_full` where the disk cannot be written. */
export interface MetaRecords {
  /** All of it, each with its version. What a disk made unreadable is left out. */
  list(): Promise<{
    rules: (MetaRule & { version: number })[];
    triggers: (MetaTrigger & { version: number })[];
  }>;
  /**
   * Keeps what was said in place of what was said before of the same; on disk once it resolves.
   * @throws Refusal `changed_meanwhile` where `onto` is said and it is of another version by now; 0 says that there is none.
   */
  save(
    kind: MetaKind,
    entry: Entry,
    by: { nowMs: number; onto?: number | undefined },
  ): Promise<{ outcome: "created" | "replaced"; version: number }>;
  /** Forgets what was said; false where nothing was. @throws Refusal `changed_meanwhile` as `save` does */
  remove(kind: MetaKind, key: string, by?: { onto?: number | undefined }): Promise<boolean>;
}

/** What was said, of an open records file. */
export function createMetaRecords({ db }: { db: RecordDatabase }): MetaRecords {
  const versionOf = (within: RecordDatabase, kind: MetaKind, key: string) =>
    within
      .selectFrom("meta")
      .select("version")
      .where("kind", "=", kind)
      .where("key", "=", key)
      .executeTakeFirst();

  return {
    async list() {
      const of = async <T extends Entry>(kind: MetaKind) => {
        const rows = await db
          .selectFrom("meta")
          .select(["body", "version"])
          .where("kind", "=", kind)
          .orderBy("key")
          .execute();
        return rows.flatMap(({ body, version }) => {
          const entry = metaOfBytes(kind, body) as T | undefined;
          return entry === undefined ? [] : { ...entry, version };
        });
      };
      return { rules: await of<MetaRule>("rules"), triggers: await of<MetaTrigger>("triggers") };
    },

    save: (kind, entry, { nowMs, onto }) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const key = metaKeyOf(kind, entry);
          const now = await versionOf(within, kind, key);
          refuseOther(onto, now?.version);
          const version = (now?.version ?? (await lastVersionOf(within, kind, key))) + 1;
          const row = { body: bytesOfJson(entry), saved_ms: nowMs, version };
          if (now === undefined)
            await within
              .insertInto("meta")
              .values({ kind, key, ...row })
              .execute();
          else
            await within
              .updateTable("meta")
              .set(row)
              .where("kind", "=", kind)
              .where("key", "=", key)
              .execute();
          return { outcome: now === undefined ? ("created" as const) : ("replaced" as const), version };
        }),
      ),

    remove: (kind, key, { onto } = {}) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const now = await versionOf(within, kind, key);
          refuseOther(onto, now?.version);
          if (now === undefined) return false;
          await within.deleteFrom("meta").where("kind", "=", kind).where("key", "=", key).execute();
          await keepLastVersion(within, kind, key, now.version);
          return true;
        }),
      ),
  };
}

/** What tells it from all others of its kind. */
export function metaKeyOf(kind: MetaKind, entry: Entry): string {
  return kind === "rules"
    ? metaKinds.rules.keyOf(entry as MetaRule)
    : metaKinds.triggers.keyOf(entry as MetaTrigger);
}

/** What was kept; undefined where a disk made it unreadable. */
export function metaOfBytes(kind: MetaKind, bytes: RecordTables["meta"]["body"]): Entry | undefined {
  return metaKinds[kind].schema.safeParse(jsonOfBytes(bytes)).data;
}

function refuseOther(onto: number | undefined, version: number | undefined): void {
  if (onto === undefined || onto === (version ?? 0)) return;
  const words = version === undefined ? "was removed" : `was changed by somebody else, to version ${version}`;
  throw new Refusal(
    "changed_meanwhile",
    `What is said here ${words} meanwhile; nothing was kept. Look at it, then save again.`,
  );
}
