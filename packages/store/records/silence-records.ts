import { limits, Refusal, type Silence, silenceSchema } from "@mission-control/contracts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** A silence as it is kept: how it stands, its times say. */
export type KeptSilence = Omit<Silence, "state">;
const keptSchema = silenceSchema.omit({ state: true });

/** For so long one that is over can be looked up. */
const OVER_KEPT_MS = 30 * 86_400_000;

/** The silences. Every method that writes refuses with `disk_full` where the disk cannot be written. */
export interface SilenceRecords {
  /** All of them, what ends first in front. One that a disk made unreadable is left out. */
  list(): Promise<KeptSilence[]>;
  /**
   * Keeps one in place of the one of its id, and forgets what has been over for long or makes room; gives the ids of those.
   * @throws Refusal `invalid_body` where there are as many that are not over as may be
   */
  save(silence: KeptSilence, nowMs: number): Promise<string[]>;
  /** Forgets one; false where there was none. */
  remove(id: string): Promise<boolean>;
}

/** The silences of an open records file. */
export function createSilenceRecords({ db }: { db: RecordDatabase }): SilenceRecords {
  return {
    async list() {
      const rows = await db.selectFrom("silences").select("body").orderBy("to_ms").execute();
      return rows.flatMap(({ body }) => silenceOfBytes(body) ?? []);
    },

    save: (silence, nowMs) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const { id, toMs } = silence;
          const old = await within
            .deleteFrom("silences")
            .where("to_ms", "<", nowMs - OVER_KEPT_MS)
            .where("id", "!=", id)
            .returning("id")
            .execute();
          await within
            .replaceInto("silences")
            .values({ id, to_ms: toMs, body: bytesOfJson(silence) })
            .execute();
          return [...old, ...(await makeRoom(within, nowMs))].map((gone) => gone.id);
        }),
      ),

    remove: (id) =>
      writing(async () => {
        const { numDeletedRows } = await db.deleteFrom("silences").where("id", "=", id).executeTakeFirst();
        return numDeletedRows > 0n;
      }),
  };
}

/** What is over makes room for what is not. */
async function makeRoom(within: RecordDatabase, nowMs: number): Promise<{ id: string }[]> {
  const { count } = await within
    .selectFrom("silences")
    .select((of) => of.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  const tooMany = count - limits.silences;
  if (tooMany <= 0) return [];
  const gone = await within
    .deleteFrom("silences")
    .where("id", "in", (inner) =>
      inner.selectFrom("silences").select("id").where("to_ms", "<=", nowMs).orderBy("to_ms").limit(tooMany),
    )
    .returning("id")
    .execute();
  if (gone.length < tooMany)
    throw new Refusal(
      "invalid_body",
      `There are ${limits.silences} silences already; end one that is not needed any more.`,
    );
  return gone;
}

/** A kept silence; undefined where a disk made it unreadable. */
export const silenceOfBytes = (bytes: Uint8Array | ArrayBuffer): KeptSilence | undefined =>
  keptSchema.safeParse(jsonOfBytes(bytes)).data;
