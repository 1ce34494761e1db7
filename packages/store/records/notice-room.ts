import { limits, type NewNotice, type NoticeReason } from "@mission-control/contracts";
import { sql } from "kysely";
import type { RecordDatabase } from "./records-file.ts";
import { textOfBytes } from "./view-bytes.ts";

/** Rows that one statement names. */
const REMOVED_AT_ONCE = 500;

/** What is given up first where there is no room for all. */
const leastFirst: readonly NoticeReason[] = ["repeat", "test", "changed", "escalation", "resolved", "firing"];

/**
 * Makes room for new notices, counts what is dropped for it, and says which of the new ones are kept. It is dropped of the channel
 * for which most wait, so that one that takes nothing costs the others nothing.
 */
export async function dropWhatIsTooMuch(
  within: RecordDatabase,
  notices: readonly NewNotice[],
): Promise<{ kept: readonly NewNotice[]; dropped: number }> {
  const waiting = await waitingBy(within);
  for (const { channel } of notices) waiting.set(channel, (waiting.get(channel) ?? 0) + 1);
  const over = sum(waiting) - limits.noticesWaiting;
  if (over <= 0) return { kept: notices, dropped: 0 };
  const given = new Set<NewNotice>();
  for (const [channel, most] of takenOf(waiting, over)) {
    const own = notices.filter((notice) => notice.channel === channel);
    for (const notice of await give(within, channel, own, most)) given.add(notice);
  }
  await within
    .insertInto("notice_drops")
    .values({ at_ms: notices[0]?.createdMs ?? 0, count: over })
    .execute();
  return { kept: notices.filter((notice) => !given.has(notice)), dropped: over };
}

/** How many notices wait for each channel. */
async function waitingBy(within: RecordDatabase): Promise<Map<string, number>> {
  const rows = await within
    .selectFrom("notices")
    .select((of) => [
      sql<Uint8Array>`CAST(channel AS BLOB)`.as("channel"),
      of.fn.countAll<number>().as("count"),
    ])
    .where("state", "=", "waiting")
    .groupBy("notices.channel")
    .execute();
  return new Map(rows.map(({ channel, count }) => [textOfBytes(channel), Number(count)]));
}

/** How many each channel gives up: always the one for which most wait. */
function takenOf(waiting: Map<string, number>, over: number): Map<string, number> {
  const taken = new Map<string, number>();
  for (let left = over; left > 0; left--) {
    const [most = ""] = [...waiting].reduce((a, b) => (b[1] > a[1] ? b : a));
    waiting.set(most, (waiting.get(most) ?? 0) - 1);
    taken.set(most, (taken.get(most) ?? 0) + 1);
  }
  return taken;
}

/** Gives up so many of a channel, by their reason and the newest first: removes what waits, and says which of the new ones go. */
async function give(
  within: RecordDatabase,
  channel: string,
  notices: readonly NewNotice[],
  most: number,
): Promise<NewNotice[]> {
  const given: NewNotice[] = [];
  let left = most;
  for (const reason of leastFirst) {
    const own = notices.filter((notice) => notice.reason === reason).reverse();
    given.push(...own.slice(0, left));
    left -= Math.min(left, own.length);
    if (left > 0) left -= await dropWaiting(within, channel, reason, left);
  }
  return given;
}

/** Drops notices of a channel that wait, the newest first; says how many. */
async function dropWaiting(
  within: RecordDatabase,
  channel: string,
  reason: NoticeReason,
  most: number,
): Promise<number> {
  const waiting = await within
    .selectFrom("notices")
    .select("seq")
    .where("state", "=", "waiting")
    .where("channel", "=", channel)
    .where("reason", "=", reason)
    .orderBy("seq", "desc")
    .limit(most)
    .execute();
  await removeNotices(
    within,
    waiting.map(({ seq }) => seq),
  );
  return waiting.length;
}

/**
 * Removes repeats that were never tried where a new notice tells the same group's channel all that fires: after an outage nobody
 * is sent what is out of date.
 */
export async function dropOutdated(within: RecordDatabase, notices: readonly NewNotice[]): Promise<void> {
  // What goes in place of another channel's message may be older than what waits.
  const anew = notices.filter(
    ({ reason, insteadOf = null }) => insteadOf === null && (reason === "repeat" || reason === "changed"),
  );
  if (anew.length === 0) return;
  const keys = new Set(anew.map(({ channel, group }) => `${channel} ${group}`));
  const repeats = await within
    .selectFrom("notices")
    .select([
      "seq",
      sql<Uint8Array>`CAST(channel AS BLOB)`.as("channel"),
      sql<Uint8Array>`CAST(alert_group AS BLOB)`.as("alert_group"),
    ])
    .where("state", "=", "waiting")
    .where("channel", "in", [...new Set(anew.map(({ channel }) => channel))])
    .where("reason", "=", "repeat")
    .where("tries", "=", 0)
    .execute();
  await removeNotices(
    within,
    repeats.flatMap(({ seq, channel, alert_group }) =>
      keys.has(`${textOfBytes(channel)} ${textOfBytes(alert_group)}`) ? seq : [],
    ),
  );
}

const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);

/** Removes notices with what belongs to them. */
export async function removeNotices(within: RecordDatabase, seqs: readonly number[]): Promise<void> {
  for (let from = 0; from < seqs.length; from += REMOVED_AT_ONCE) {
    const some = seqs.slice(from, from + REMOVED_AT_ONCE);
    for (const table of ["notice_alerts", "notice_attempts"] as const)
      await within.deleteFrom(table).where("notice", "in", some).execute();
    await within.deleteFrom("notices").where("seq", "in", some).execute();
  }
}
