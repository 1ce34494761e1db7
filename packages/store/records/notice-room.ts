import { limits, type NewNotice, type NoticeReason } from "@mission-control/contracts";
import type { RecordDatabase } from "./records-file.ts";

/** What is given up first where there is no room for all. */
const leastFirst: readonly NoticeReason[] = ["repeat", "test", "changed", "escalation", "resolved", "firing"];

/** Makes room for new notices, counts what is dropped for it, and says which of the new ones are kept. */
export async function dropWhatIsTooMuch(
  within: RecordDatabase,
  notices: readonly NewNotice[],
): Promise<{ kept: readonly NewNotice[]; dropped: number }> {
  const { count } = await within
    .selectFrom("notices")
    .select((of) => of.fn.countAll<number>().as("count"))
    .where("state", "=", "waiting")
    .executeTakeFirstOrThrow();
  const over = Number(count) + notices.length - limits.noticesWaiting;
  if (over <= 0) return { kept: notices, dropped: 0 };
  const given = new Set(newestOf(notices, (reason) => reason === "repeat").slice(0, over));
  const old = await dropRepeats(within, over - given.size);
  for (const notice of newestOf(notices).slice(0, over - old)) given.add(notice);
  const dropped = given.size + old;
  await within
    .insertInto("notice_drops")
    .values({ at_ms: notices[0]?.createdMs ?? 0, count: dropped })
    .execute();
  return { kept: notices.filter((notice) => !given.has(notice)), dropped };
}

/** The new ones that can be given up, in the order in which they are. */
function newestOf(notices: readonly NewNotice[], is: (reason: NoticeReason) => boolean = () => true) {
  return notices
    .filter(({ reason }) => is(reason))
    .reverse()
    .sort((a, b) => leastFirst.indexOf(a.reason) - leastFirst.indexOf(b.reason));
}

/** Drops repeats that wait, the newest first; says how many. */
async function dropRepeats(within: RecordDatabase, most: number): Promise<number> {
  if (most <= 0) return 0;
  const repeats = await within
    .selectFrom("notices")
    .select("seq")
    .where("state", "=", "waiting")
    .where("reason", "=", "repeat")
    .orderBy("seq", "desc")
    .limit(most)
    .execute();
  await removeNotices(
    within,
    repeats.map(({ seq }) => seq),
  );
  return repeats.length;
}

/** Removes notices with what belongs to them. */
export async function removeNotices(within: RecordDatabase, seqs: readonly number[]): Promise<void> {
  if (seqs.length === 0) return;
  for (const table of ["notice_alerts", "notice_attempts"] as const)
    await within.deleteFrom(table).where("notice", "in", seqs).execute();
  await within.deleteFrom("notices").where("seq", "in", seqs).execute();
}
