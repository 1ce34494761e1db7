import {
  type Attempt,
  attemptSchema,
  limits,
  type NewNotice,
  type Notice,
  type NoticeList,
  type NoticeOutbox,
  type NoticeQuery,
  noticeSchema,
  Refusal,
  type WaitingNotice,
} from "@mission-control/contracts";
import { sql } from "kysely";
import type { RecordTables } from "./migrations.ts";
import { dropOutdated, dropWhatIsTooMuch, removeNotices } from "./notice-room.ts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes, textOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** Of a notice's attempts the newest are kept. */
const ATTEMPTS_KEPT = 100;
/** Of the old ones so many are removed at once, so that nobody waits for that. */
const REMOVED_AT_ONCE = 100;
/** Rows of one statement. */
const INSERTED_AT_ONCE = 50;
const ALERTS_AT_ONCE = 400;

/** The outbox and the log of notices. Every method that writes refuses with `disk_full` where the disk cannot be written. */
export interface NoticeRecords extends NoticeOutbox {
  /** Keeps new ones in a transaction of their own; see `insertNotices`. */
  add(notices: readonly NewNotice[]): Promise<number>;
  list(query: NoticeQuery): Promise<NoticeList>;
  /** Lets one that failed or waits be tried now, as if it were new. @throws Refusal `not_found`, `invalid_body` where it was sent */
  retry(id: string, nowMs: number): Promise<WaitingNotice>;
  /** Forgets those that were sent or failed and are older, and the oldest where there are more than `limits.noticesKept`. */
  dropBefore(beforeMs: number): Promise<void>;
}

/**
 * Keeps notices that are to be sent, within a transaction in which what led to them is kept as well, and says how many were dropped:
 * where more would wait than `limits.noticesWaiting`, the channel for which most wait loses some, repeats first. A repeat that was
 * never tried gives way to what tells its group anew. An id that is there already is left as it is.
 */
export async function insertNotices(within: RecordDatabase, notices: readonly NewNotice[]): Promise<number> {
  if (notices.length === 0) return 0;
  await dropOutdated(within, notices);
  const { kept, dropped } = await dropWhatIsTooMuch(within, notices);
  for (let from = 0; from < kept.length; from += INSERTED_AT_ONCE)
    await insertSome(within, kept.slice(from, from + INSERTED_AT_ONCE));
  return dropped;
}

async function insertSome(within: RecordDatabase, notices: readonly NewNotice[]): Promise<void> {
  const rows = notices.map((notice) => {
    const { id, channel, group, reason, createdMs } = notice;
    const body = bytesOfJson({ ...notice, insteadOf: notice.insteadOf ?? null });
    const times = { created_ms: createdMs, since_ms: createdMs, next_ms: createdMs };
    return { id, channel, alert_group: group, reason, state: "waiting", ...times, tries: 0, body };
  });
  const inserted = await within
    .insertInto("notices")
    .values(rows)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning(["seq", sql<Uint8Array>`CAST(id AS BLOB)`.as("id")])
    .execute();
  const seqs = new Map(inserted.map(({ seq, id }) => [textOfBytes(id), seq]));
  const told = notices.flatMap(({ id, alerts }) => {
    const notice = seqs.get(id);
    return notice === undefined ? [] : alerts.map((alert) => ({ notice, alert: alert.id }));
  });
  for (let from = 0; from < told.length; from += ALERTS_AT_ONCE)
    await within
      .insertInto("notice_alerts")
      .values(told.slice(from, from + ALERTS_AT_ONCE))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** The notices of an open records file. */
export function createNoticeRecords({ db }: { db: RecordDatabase }): NoticeRecords {
  const rows = () => db.selectFrom("notices").select(readable);

  async function withAttempts(found: Readable[]): Promise<Notice[]> {
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

  const findWaiting = (within: RecordDatabase, id: string) =>
    within
      .selectFrom("notices")
      .select([...ofWaiting, sql<Uint8Array>`CAST(state AS BLOB)`.as("state")])
      .where("id", "=", id)
      .executeTakeFirst();

  return {
    add: (notices) => writing(() => db.transaction().execute((within) => insertNotices(within, notices))),

    async waitingAfter(seq) {
      const found = await db
        .selectFrom("notices")
        .select(ofWaiting)
        .where("state", "=", "waiting")
        .where("seq", ">", seq)
        .orderBy("seq")
        .execute();
      return found.map(waitingOf);
    },

    attempted: (id, attempt, after) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const row = await findWaiting(within, id);
          if (row === undefined) return;
          await within
            .insertInto("notice_attempts")
            .values({ notice: row.seq, channel: textOfBytes(row.channel), body: bytesOfJson(attempt) })
            .execute();
          await forgetFirstAttempts(within, row.seq);
          const nextMs = after.state === "waiting" ? after.nextMs : null;
          await within
            .updateTable("notices")
            .set({ state: after.state, next_ms: nextMs, tries: row.tries + 1 })
            .where("seq", "=", row.seq)
            .execute();
          if (after.state === "failed" && after.instead !== undefined)
            await insertNotices(within, [after.instead]);
        }),
      ),

    async find(id) {
      const row = await rows().where("id", "=", id).executeTakeFirst();
      const [found] = await withAttempts(row === undefined ? [] : [row]);
      return found;
    },

    async list({ state, channel, alert, before, limit }) {
      let asked = rows();
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
      const notices = await withAttempts(shown);
      return { notices, next: last === undefined ? null : String(last.seq), dropped: Number(dropped) };
    },

    retry: (id, nowMs) =>
      writing(async () => {
        const row = await findWaiting(db, id);
        if (row === undefined) throw new Refusal("not_found", "There is no such notice.");
        if (stateOf(row.state) === "sent")
          throw new Refusal("invalid_body", "This notice was sent already; it is not sent again.");
        await db
          .updateTable("notices")
          .set({ state: "waiting", next_ms: nowMs, since_ms: nowMs, tries: 0 })
          .where("seq", "=", row.seq)
          .where("state", "!=", "sent")
          .execute();
        return { ...waitingOf(row), sinceMs: nowMs, nextMs: nowMs, tries: 0 };
      }),

    async lastAttempt(channel) {
      const last = await db
        .selectFrom("notice_attempts")
        .innerJoin("notices", "notices.seq", "notice_attempts.notice")
        .select(["notice_attempts.body", sql<Uint8Array>`CAST(notices.state AS BLOB)`.as("state")])
        .where("notice_attempts.channel", "=", channel)
        .orderBy("notice_attempts.seq", "desc")
        .limit(1)
        .executeTakeFirst();
      const attempt = last === undefined ? undefined : attemptOf(last.body);
      return last === undefined || attempt === undefined
        ? undefined
        : { attempt, state: stateOf(last.state) };
    },

    dropBefore: (beforeMs) =>
      writing(async () => {
        const { last } = await db
          .selectFrom("notices")
          .select((of) => of.fn.max("seq").as("last"))
          .executeTakeFirstOrThrow();
        const oldest = Number(last ?? 0) - limits.noticesKept;
        for (let removed = REMOVED_AT_ONCE; removed === REMOVED_AT_ONCE; ) {
          removed = await db.transaction().execute(async (within) => {
            const old = await within
              .selectFrom("notices")
              .select("seq")
              .where("state", "!=", "waiting")
              .where((is) => is.or([is("created_ms", "<", beforeMs), is("seq", "<=", oldest)]))
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
const readable = ["seq", "next_ms", "body", sql<Uint8Array>`CAST(state AS BLOB)`.as("state")] as const;
type Readable = Pick<RecordTables["notices"], "next_ms" | "body"> & { seq: number; state: Uint8Array };

const ofWaiting = [
  "seq",
  "since_ms",
  "next_ms",
  "tries",
  sql<Uint8Array>`CAST(id AS BLOB)`.as("id"),
  sql<Uint8Array>`CAST(channel AS BLOB)`.as("channel"),
  sql<Uint8Array>`CAST(alert_group AS BLOB)`.as("alert_group"),
] as const;
type Waiting = Pick<RecordTables["notices"], "since_ms" | "next_ms" | "tries"> &
  Record<"id" | "channel" | "alert_group", Uint8Array> & { seq: number };

const waitingOf = ({ seq, tries, ...row }: Waiting): WaitingNotice => ({
  seq,
  id: textOfBytes(row.id),
  channel: textOfBytes(row.channel),
  group: textOfBytes(row.alert_group),
  sinceMs: row.since_ms,
  nextMs: row.next_ms ?? row.since_ms,
  tries,
});

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
function noticeOf(row: Readable, attempts: Attempt[]): Notice | undefined {
  const kept = jsonOfBytes(row.body);
  const state = stateOf(row.state);
  return noticeSchema.safeParse({ ...(kept as object), state, nextMs: row.next_ms, attempts }).data;
}

/** A notice of a damaged file, if it waits and can be read. */
export function waitingOfBytes(state: Uint8Array, body: Uint8Array): NewNotice | undefined {
  if (textOfBytes(state) !== "waiting") return undefined;
  const about = { state: "waiting", nextMs: null, attempts: [] };
  return noticeSchema.safeParse({ ...(jsonOfBytes(body) as object), ...about }).data;
}
