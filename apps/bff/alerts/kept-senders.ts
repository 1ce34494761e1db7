import type { SeriesReader } from "@mission-control/contracts";
import { createMatcher, METRIC_NAME, type Series } from "@mission-control/series";
import { type KeptSender, SENDER_SERIES } from "./senders.ts";

/** Senders are written each step; those of the last steps are there within this. */
const LAST_MS = 10 * 60_000;

const isSender = [createMatcher(METRIC_NAME, "=", SENDER_SERIES)];

/**
 * The senders as they were written last, within `withinMs` before `nowMs`: for how long each had been silent then. Memory is asked
 * before history is.
 */
export async function readKeptSenders(options: {
  recent: Pick<SeriesReader, "select">;
  history: Pick<SeriesReader, "series" | "select">;
  recentFromMs: number;
  nowMs: number;
  withinMs: number;
}): Promise<KeptSender[]> {
  const { recent, history, recentFromMs, nowMs, withinMs } = options;
  for (let endMs = nowMs; endMs > recentFromMs; endMs -= LAST_MS) {
    const found = await recent.select(isSender, endMs - LAST_MS, endMs);
    if (found.length === 0) continue;
    // The last of them may have been written just before.
    return keptOf(await recent.select(isSender, endMs - 2 * LAST_MS, endMs));
  }
  const hasAny = async (fromMs: number) => (await history.series([isSender], fromMs, nowMs)).length > 0;
  let [fromMs, tooLateMs] = [nowMs - withinMs, nowMs];
  if (!(await hasAny(fromMs))) return [];
  while (tooLateMs - fromMs > LAST_MS) {
    const middleMs = (fromMs + tooLateMs) / 2;
    if (await hasAny(middleMs)) fromMs = middleMs;
    else tooLateMs = middleMs;
  }
  return keptOf(await history.select(isSender, fromMs - LAST_MS, nowMs));
}

/** All that are known are written at the same times: one that was not at the last had been forgotten. */
function keptOf(found: readonly Series[]): KeptSender[] {
  const lastMs = Math.max(...found.map(({ timesMs }) => timesMs.at(-1) ?? 0));
  return found
    .filter(({ timesMs }) => timesMs.at(-1) === lastMs)
    .map(({ labels, values }) => ({
      service: labels.get("service") ?? "",
      instance: labels.get("instance") ?? "",
      silentMs: Math.max(0, lastMs - 1_000 * (values.at(-1) ?? 0)),
    }));
}
