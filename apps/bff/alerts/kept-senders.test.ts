import { type Labels, metric, type Series } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { readKeptSenders } from "./kept-senders.ts";
import { SENDER_SERIES } from "./senders.ts";

const NOW_MS = 1_790_000_000_000;
const DAY_MS = 86_400_000;

/** A store of sender series, each seen last at `seenMs` and written each 5 s from `fromMs` to `toMs`. */
function storeOf(
  senders: { instance: string; fromMs: number; toMs: number; seenMs: (timeMs: number) => number }[],
) {
  const labelsOf = (instance: string): Labels => metric(SENDER_SERIES, { service: "api", instance });
  let read = 0;
  return {
    read: () => read,
    async select(_matchers: unknown, startMs: number, endMs: number): Promise<Series[]> {
      return senders.flatMap(({ instance, fromMs, toMs, seenMs }) => {
        const times: number[] = [];
        for (
          let at = Math.max(fromMs, Math.ceil(startMs / 5_000) * 5_000);
          at <= Math.min(toMs, endMs);
          at += 5_000
        )
          times.push(at);
        read += times.length;
        const timesMs = Float64Array.from(times);
        const values = timesMs.map((at) => seenMs(at) / 1_000);
        return times.length === 0 ? [] : { labels: labelsOf(instance), timesMs, values };
      });
    },
    async series(_sets: unknown, startMs: number, endMs: number): Promise<Labels[]> {
      return senders
        .filter(({ fromMs, toMs }) => fromMs <= endMs && toMs >= startMs)
        .map(({ instance }) => labelsOf(instance));
    },
  };
}

const silent = (found: readonly { instance: string; silentMs: number }[]) =>
  Object.fromEntries(found.map(({ instance, silentMs }) => [instance, silentMs]));

describe("the senders from before a start", () => {
  const stopped = (endMs: number) => [
    { instance: "alive", fromMs: endMs - DAY_MS, toMs: endMs, seenMs: (at: number) => at - 1_000 },
    { instance: "dead", fromMs: endMs - DAY_MS, toMs: endMs, seenMs: () => endMs - 600_000 },
    // Forgotten before the stop.
    { instance: "gone", fromMs: endMs - DAY_MS, toMs: endMs - 60_000, seenMs: () => endMs - DAY_MS },
  ];

  it("are read from memory where it has them", async () => {
    const recent = storeOf(stopped(NOW_MS - 5_000_000));
    const history = storeOf([]);
    const found = await readKeptSenders({
      recent,
      history,
      recentFromMs: NOW_MS - 10_800_000,
      nowMs: NOW_MS,
      withinMs: 7 * DAY_MS,
    });
    expect(silent(found)).toEqual({ alive: 1_000, dead: 600_000 });
  });

  it("are read from history after a long pause, little of it", async () => {
    const history = storeOf(stopped(NOW_MS - 3 * DAY_MS));
    const found = await readKeptSenders({
      recent: storeOf([]),
      history,
      recentFromMs: NOW_MS - 10_800_000,
      nowMs: NOW_MS,
      withinMs: 7 * DAY_MS,
    });
    expect(silent(found)).toEqual({ alive: 1_000, dead: 600_000 });
    expect(history.read()).toBeLessThan(2_000);
  });

  it("are none where there were none, or none for too long", async () => {
    const at = { recent: storeOf([]), recentFromMs: NOW_MS, nowMs: NOW_MS, withinMs: DAY_MS };
    expect(await readKeptSenders({ ...at, history: storeOf([]) })).toEqual([]);
    expect(await readKeptSenders({ ...at, history: storeOf(stopped(NOW_MS - 2 * DAY_MS)) })).toEqual([]);
  });
});
