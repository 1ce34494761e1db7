import { limits, type RawChannel, Refusal, rawChannelSchema } from "@mission-control/contracts";
import type { ChannelTables } from "./channel-tables.ts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, bytesOfText, jsonOfBytes, textOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** A channel as it is kept: its fields but the secrets, these as they were sealed, and why it was ended, where it was. */
export interface KeptChannel {
  readonly channel: RawChannel;
  readonly sealed: Readonly<Record<string, string>>;
  readonly disabled: string | undefined;
}

/** The channels that people made. Every method that writes refuses with `disk_full` where the disk cannot be written. */
export interface ChannelRecords {
  /** All of them, by slug. One that a disk made unreadable is left out. */
  list(): Promise<KeptChannel[]>;
  find(slug: string): Promise<KeptChannel | undefined>;
  /**
   * Keeps a channel under its slug, over the one that was there; on disk once it resolves. It is no longer ended.
   * @throws Refusal `invalid_body` where there would be too many.
   */
  save(
    channel: RawChannel,
    sealed: Readonly<Record<string, string>>,
    nowMs: number,
  ): Promise<"created" | "replaced">;
  /** Ends a channel until it is saved again; nothing where there is none. */
  disable(slug: string, why: string): Promise<void>;
  /** Forgets a channel; false where there was none. */
  remove(slug: string): Promise<boolean>;
}

/** The channels of an open records file. */
export function createChannelRecords({ db }: { db: RecordDatabase }): ChannelRecords {
  const readable = () => db.selectFrom("channels").select(["body", "secrets", "disabled"]);

  return {
    async list() {
      const rows = await readable().orderBy("slug").execute();
      return rows.flatMap((row) => channelOfRow(row) ?? []);
    },

    async find(slug) {
      const row = await readable().where("slug", "=", slug).executeTakeFirst();
      return row === undefined ? undefined : channelOfRow(row);
    },

    save: (channel, sealed, nowMs) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const { slug } = channel;
          const row = {
            body: bytesOfJson(channel),
            secrets: bytesOfJson(sealed),
            disabled: null,
            saved_ms: nowMs,
          };
          const { numUpdatedRows } = await within
            .updateTable("channels")
            .set(row)
            .where("slug", "=", slug)
            .executeTakeFirst();
          if (numUpdatedRows > 0n) return "replaced" as const;
          await within
            .insertInto("channels")
            .values({ slug, ...row })
            .execute();
          await refuseTooMany(within);
          return "created" as const;
        }),
      ),

    disable: (slug, why) =>
      writing(async () => {
        await db
          .updateTable("channels")
          .set({ disabled: bytesOfText(why) })
          .where("slug", "=", slug)
          .execute();
      }),

    remove: (slug) =>
      writing(async () => {
        const { numDeletedRows } = await db
          .deleteFrom("channels")
          .where("slug", "=", slug)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }),
  };
}

/** A kept channel, with what it did not say yet when it was saved filled in; undefined where it is none any more. */
export function channelOfRow(
  row: Pick<ChannelTables["channels"], "body" | "secrets" | "disabled">,
): KeptChannel | undefined {
  const channel = rawChannelSchema.safeParse(jsonOfBytes(row.body)).data;
  if (channel === undefined) return undefined;
  // Without its secrets it is still known where it led and what is missing.
  const sealed = Object.fromEntries(
    Object.entries(jsonOfBytes(row.secrets) ?? {}).filter(([, text]) => typeof text === "string"),
  ) as Record<string, string>;
  return { channel, sealed, disabled: row.disabled === null ? undefined : textOfBytes(row.disabled) };
}

async function refuseTooMany(within: RecordDatabase): Promise<void> {
  const { count } = await within
    .selectFrom("channels")
    .select((of) => of.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  if (count > limits.channels)
    throw new Refusal(
      "invalid_body",
      `There may be ${limits.channels} channels; remove one that is not needed first.`,
    );
}
