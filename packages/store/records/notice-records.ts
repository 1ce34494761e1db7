import {
  type Attempt,
  attemptSchema,
  type NewNotice,
  type Notice,
  type NoticeList,
  type NoticeQuery,
  noticeSchema,
  Refusal,
} from "@mission-control/contracts";
import { sql } from "kysely";
import type { RecordTables } from "./migrations.ts";
import { dropWhatIsTooMuch, removeNotices } from "./notice-room.ts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes, textOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** Nothing is told to wait longer: what seems to is of a clock that was set back since, and is due. */
const LONGEST_WAIT_MS = 2 * 3_600_000;
/** Of a notice's attempts the newest are kept. */
const ATTEMPTS_KEPT = 100;
/** Of the old ones so many are removed at once, so that nobody waits for that. */
const REMOVED_AT_ONCE = 500;

/** What comes after an attempt. `instead` is sent by the fallback channel. */
export type AfterAttempt =
  | { readonly state: "sent" }
  | { readonly state: "waiting"; readonly nextMs: number }
  | { readonly state: "failed"; readonly instead?: NewNotice | undefined };

/** A notice that is due, with since when it is tried and how often it was. */
export interface DueNotice extends Notice {
  readonly sinceMs: number;
  readonly tries: number;
}

/** How the notices of a channel stand: how many wait, when the first of them is due, what came of the last attempt. */
export interface ChannelStanding {
  readonly waiting: number;
  readonly nextMs: number | null;
  readonly last: { readonly attempt: Attempt; readonly state: Notice["state"] } | undefined;
}

/** The outbox and the log of notices. Every method that writes refuses with `disk_full` where the disk cannot be written. */
export interface NoticeRecords {
  /** Keeps new ones in a transaction of their own; see `insertNotices`. */
  add(notices: readonly NewNotice[]): Promise<number>;
  /** The channels of those that wait, each with when its first one is due. */
  waiting(): Promise<{ channel: string; nextMs: number }[]>;
  /** Those of a channel that are due, the longest due first; of those of a group only the oldest. */
  due(channel: string, nowMs: number, limit: number): Promise<DueNotice[]>;
  /** Keeps an attempt and what comes of it. Does nothing where the notice is gone. */
  attempted(id: string, attempt: Attempt, after: AfterAttempt): Promise<void>;
  find(id: string): Promise<Notice | undefined>;
  list(query: NoticeQuery): Promise<NoticeList>;
  /** Lets one that failed or waits be tried now, as if it were new. @throws Refusal `not_found`, `invalid_body` where it was sent */
  retry(id: string, nowMs: number): Promise<Notice>;
  standing(channel: string): Promise<ChannelStanding>;
  /** Forgets those that were sent or failed and are older. */
  dropBefore(beforeMs: number): Promise<void>;
}

/**
 * Keeps notices that are to be sent, within a transaction in which what led to them is kept as well, and says how many were dropped:
 * where more would wait than `limits.noticesWaiting`, repeats go first. An id that is there already is left as it is.
 */
export async function insertNotices(within: RecordDatabase, notices: readonly NewNotice[]): Promise<number> {
  if (notices.length === 0) return 0;
  const { kept, dropped } = await dropWhatIsTooMuch(within, notices);
  for (const notice of kept) {
    const { id, channel, group, reason, createdMs } = notice;
    const body = bytesOfJson({ ...notice, insteadOf: notice.insteadOf ?? null });
    const times = { created_ms: createdMs, since_ms: createdMs, next_ms: createdMs };
    const { insertId } = await within
      .insertInto("notices")
      .values({ id, channel, alert_group: group, reason, state: "waiting", ...times, tries: 0, body })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .executeTakeFirst();
    const alerts = new Set(notice.alerts.map((alert) => alert.id));
    if (insertId === undefined || alerts.size === 0) continue;
    await within
      .insertInto("notice_alerts")
      .values([...alerts].map((alert) => ({ notice: Number(insertId), alert })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return dropped;
}

/** The notices of an open records file. */
export function createNoticeRecords({ db }: { db: RecordDatabase }): NoticeRecords {
  const rows = (within: RecordDatabase) => within.selectFrom("notices").select(readable);

  async function withAttempts(found: Readable[]): Promise<DueNotice[]> {
    if (found.length === 0) return [];
    const attempts = await db
      .selectFrom("notice_attempts")
      .select(["notice", "body"])
      .where(
        "notice",
        "in",
        found.map(({ seq }) => seq),
      )
      .orderBy("seq")
      .execute();
    return found.flatMap((row) => {
      const own = attempts.filter(({ notice }) => notice === row.seq);
      return (
        noticeOf(
          row,
          own.flatMap(({ body }) => attemptOf(body) ?? []),
        ) ?? []
      );
    });
  }

  async function findRow(within: RecordDatabase, id: string): Promise<Readable | undefined> {
    return rows(within).where("id", "=", id).executeTakeFirst();
  }

  return {
    add: (notices) => writing(() => db.transaction().execute((within) => insertNotices(within, notices))),

    async waiting() {
      const found = await db
        .selectFrom("notices")
        .select(sql<Uint8Array>`CAST(channel AS BLOB)`.as("channel"))
        .select((of) => of.fn.min("next_ms").as("next_ms"))
        .where("state", "=", "waiting")
        .groupBy("notices.channel")
        .execute();
      return found.map(({ channel, next_ms }) => ({ channel: textOfBytes(channel), nextMs: next_ms ?? 0 }));
    },

    async due(channel, nowMs, limit) {
      const found = await rows(db)
        .where("channel", "=", channel)
        .where("state", "=", "waiting")
        .where((where) =>
          where.or([
            where("next_ms", "<=", nowMs),
            where("tries", "=", 0),
            where("next_ms", ">", nowMs + LONGEST_WAIT_MS),
          ]),
        )
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom("notices as earlier")
                .select("earlier.seq")
                .whereRef("earlier.channel", "=", "notices.channel")
                .whereRef("earlier.alert_group", "=", "notices.alert_group")
                .where("earlier.state", "=", "waiting")
                .whereRef("earlier.seq", "<", "notices.seq"),
            ),
          ),
        )
        .orderBy("next_ms")
        .orderBy("seq")
        .limit(limit)
        .execute();
      return withAttempts(found);
    },

    attempted: (id, attempt, after) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const row = await findRow(within, id);
          if (row === undefined) return;
          const { channel } = row;
          await within
            .insertInto("notice_attempts")
            .values({ notice: row.seq, channel: textOfBytes(channel), body: bytesOfJson(attempt) })
            .execute();
          await forgetFirstAttempts(within, row.seq);
          await within
            .updateTable("notices")
            .set({
              state: after.state,
              next_ms: after.state === "waiting" ? after.nextMs : null,
              tries: row.tries + 1,
            })
            .where("seq", "=", row.seq)
            .execute();
          if (after.state === "failed" && after.instead !== undefined)
            await insertNotices(within, [after.instead]);
        }),
      ),

    async find(id) {
      const row = await findRow(db, id);
      const [found] = await withAttempts(row === undefined ? [] : [row]);
      return found === undefined ? undefined : toldOf(found);
    },

    async list({ state, channel, alert, before, limit }) {
      let asked = rows(db);
      if (state !== undefined) asked = asked.where("state", "=", state);
      if (channel !== undefined) asked = asked.where("channel", "=", channel);
      if (before !== undefined) asked = asked.where("seq", "<", Number(before));
      if (alert !== undefined)
        asked = asked.where(
          "seq",
          "in",
          db.selectFrom("notice_alerts").select("notice").where("alert", "=", alert),
        );
      const found = await asked
        .orderBy("seq", "desc")
        .limit(limit + 1)
        .execute();
      const shown = found.slice(0, limit);
      const { dropped } = await db
        .selectFrom("notice_drops")
        .select((of) => of.fn.coalesce(of.fn.sum<number>("count"), sql<number>`0`).as("dropped"))
        .executeTakeFirstOrThrow();
      const last = found.length > limit ? shown.at(-1) : undefined;
      const notices = (await withAttempts(shown)).map(toldOf);
      return { notices, next: last === undefined ? null : String(last.seq), dropped: Number(dropped) };
    },

    retry: (id, nowMs) =>
      writing(async () => {
        const row = await findRow(db, id);
        const [found] = await withAttempts(row === undefined ? [] : [row]);
        if (found === undefined) throw new Refusal("not_found", "There is no such notice.");
        if (found.state === "sent")
          throw new Refusal("invalid_body", "This notice was sent; it is not sent again.");
        await db
          .updateTable("notices")
          .set({ state: "waiting", next_ms: nowMs, since_ms: nowMs, tries: 0 })
          .where("id", "=", id)
          .where("state", "!=", "sent")
          .execute();
        return { ...toldOf(found), state: "waiting", nextMs: nowMs };
      }),

    async standing(channel) {
      const { count, next_ms } = await db
        .selectFrom("notices")
        .select((of) => [of.fn.countAll<number>().as("count"), of.fn.min("next_ms").as("next_ms")])
        .where("channel", "=", channel)
        .where("state", "=", "waiting")
        .executeTakeFirstOrThrow();
      const last = await db
        .selectFrom("notice_attempts")
        .innerJoin("notices", "notices.seq", "notice_attempts.notice")
        .select(["notice_attempts.body", sql<Uint8Array>`CAST(notices.state AS BLOB)`.as("state")])
        .where("notice_attempts.channel", "=", channel)
        .orderBy("notice_attempts.seq", "desc")
        .limit(1)
        .executeTakeFirst();
      const attempt = last === undefined ? undefined : attemptOf(last.body);
      const state = last === undefined ? "waiting" : stateOf(last.state);
      return {
        waiting: Number(count),
        nextMs: next_ms ?? null,
        last: attempt === undefined ? undefined : { attempt, state },
      };
    },

    dropBefore: (beforeMs) =>
      writing(async () => {
        for (let removed = REMOVED_AT_ONCE; removed === REMOVED_AT_ONCE; ) {
          removed = await db.transaction().execute(async (within) => {
            const old = await within
              .selectFrom("notices")
              .select("seq")
              .where("state", "!=", "waiting")
              .where("created_ms", "<", beforeMs)
              .limit(REMOVED_AT_ONCE)
              .execute();
            await removeNotices(
              within,
              old.map(({ seq }) => seq),
            );
            return old.length;
          });
        }
        await db.deleteFrom("notice_drops").where("at_ms", "<", beforeMs).execute();
      }),
  };
}

// No text is read back as text: what a disk made of it might be no UTF-8.
const readable = [
  "seq",
  "next_ms",
  "since_ms",
  "tries",
  "body",
  sql<Uint8Array>`CAST(notices.state AS BLOB)`.as("state"),
  sql<Uint8Array>`CAST(notices.channel AS BLOB)`.as("channel"),
] as const;
type Readable = Pick<RecordTables["notices"], "next_ms" | "since_ms" | "tries" | "body"> & {
  seq: number;
  state: Uint8Array;
  channel: Uint8Array;
};

async function forgetFirstAttempts(within: RecordDatabase, notice: number): Promise<void> {
  const last = await within
    .selectFrom("notice_attempts")
    .select("seq")
    .where("notice", "=", notice)
    .orderBy("seq", "desc")
    .offset(ATTEMPTS_KEPT)
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return;
  await within
    .deleteFrom("notice_attempts")
    .where("notice", "=", notice)
    .where("seq", "<=", last.seq)
    .execute();
}

const stateOf = (bytes: Uint8Array) => noticeSchema.shape.state.catch("failed").parse(textOfBytes(bytes));
const attemptOf = (bytes: Uint8Array) => attemptSchema.safeParse(jsonOfBytes(bytes)).data;

/** A kept notice; undefined where a disk made it unreadable. */
function noticeOf(row: Readable, attempts: Attempt[]): DueNotice | undefined {
  const kept = jsonOfBytes(row.body);
  const notice = noticeSchema.safeParse({
    ...(kept as object),
    state: stateOf(row.state),
    nextMs: row.next_ms,
    attempts,
  }).data;
  return notice === undefined ? undefined : { ...notice, sinceMs: row.since_ms, tries: row.tries };
}

function toldOf({ sinceMs: _since, tries: _tries, ...notice }: DueNotice): Notice {
  return notice;
}
