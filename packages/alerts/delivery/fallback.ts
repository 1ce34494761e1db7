import { eventIdAt, type NewNotice, type Notice, type NoticeOutbox } from "@mission-control/contracts";

/** No chain of fallbacks is longer. */
const LONGEST_CHAIN = 8;

/**
 * The notice that is sent by the fallback channel in place of one that was refused for good; undefined where there is no fallback,
 * or it was tried already: channels that stand in for each other must not go round.
 */
export async function fallbackOf(
  notice: Notice,
  fallback: string | undefined,
  by: { find: NoticeOutbox["find"]; nowMs: number },
): Promise<NewNotice | undefined> {
  if (fallback === undefined) return undefined;
  const tried = [notice.channel];
  let before = notice.insteadOf;
  while (before !== null) {
    const earlier = await by.find(before);
    if (earlier === undefined) break;
    tried.push(earlier.channel);
    before = earlier.insteadOf;
    if (tried.length >= LONGEST_CHAIN) return undefined;
  }
  if (tried.includes(fallback)) return undefined;
  const { group, reason, alerts, more, id: insteadOf } = notice;
  const id = eventIdAt(by.nowMs);
  return { id, channel: fallback, group, reason, alerts, more, createdMs: by.nowMs, insteadOf };
}
