import type { ChannelHealth, NoticeOutbox } from "@mission-control/contracts";

/** How a channel is doing, by what came of its last attempt and what waits for it. Times in words are UTC. */
export function healthOf(of: {
  last: Awaited<ReturnType<NoticeOutbox["lastAttempt"]>>;
  waiting: number;
  nextMs: number | null;
}): ChannelHealth {
  const { last, waiting, nextMs } = of;
  if (last === undefined)
    return { state: "unused", words: "Nothing has been sent by it yet.", lastMs: null, waiting };
  const { attempt, state } = last;
  const lastMs = attempt.atMs;
  if (attempt.ok) return { state: "ok", words: attempt.words, lastMs, waiting };
  if (state !== "waiting")
    return { state: "failing", words: `The last message was given up. ${attempt.words}`, lastMs, waiting };
  const next = nextMs === null ? "It is tried now." : `Next try at ${timeWords(nextMs)}.`;
  return { state: "retrying", words: `${attempt.words} ${next}`, lastMs, waiting };
}

/** A time of the day: "14:05:10 UTC". */
const timeWords = (ms: number) => `${new Date(ms).toISOString().slice(11, 19)} UTC`;
