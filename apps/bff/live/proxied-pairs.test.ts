import type { LaneFrame, PromqlAsked, PromqlStore } from "@mission-control/contracts";
import { metric, systemClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { pairKey } from "./pairs.ts";
import { createProxiedPairs } from "./proxied-pairs.ts";

const atMs = 1_000_000_000;

/** A store whose answers take `ms`, and how many it was asked for at once. */
function slowStore(ms: number) {
  const seen = { atOnce: 0, most: 0, asked: 0, deadlines: [] as number[] };
  const store = {
    name: "main",
    instant(_text: string, timeMs: number, { deadlineMs = 0 }: PromqlAsked) {
      seen.asked++;
      seen.deadlines.push(deadlineMs);
      seen.most = Math.max(seen.most, ++seen.atOnce);
      const series = [{ labels: metric("m"), value: 1 }];
      return new Promise((resolve) =>
        systemClock.after(ms, () => {
          seen.atOnce--;
          resolve({ type: "vector", timeMs, series, warnings: [], infos: [] });
        }),
      );
    },
  } as unknown as PromqlStore;
  return { store, seen };
}

function pairsOf(store: PromqlStore, count: number, budgetMs: number) {
  const pairs = createProxiedPairs({ clock: systemClock, readerOf: () => store, budgetMs });
  const watched = Array.from({ length: count }, (_, i) => ({ expr: `m${i}`, stepMs: 1_000 }));
  for (const one of watched) pairs.take(one);
  pairs.take(watched[0]!);
  const keys = new Set(watched.map(pairKey));
  const frames = async () =>
    [...(await pairs.framesAt(atMs, keys)).values()].map((text) => JSON.parse(text) as LaneFrame);
  return { pairs, keys, frames };
}

describe("pairs of other stores", () => {
  it("are asked once each, eight at once", async () => {
    const { store, seen } = slowStore(10);
    const frames = await pairsOf(store, 30, 10_000).frames();
    expect(frames.map(({ values }) => values)).toEqual(Array.from({ length: 30 }, () => [1]));
    expect(seen).toMatchObject({ asked: 30, most: 8 });
  });

  it("for which no time is left say so, and keep what they show", async () => {
    const { store, seen } = slowStore(120);
    const frames = await pairsOf(store, 20, 100).frames();
    const late = frames.filter(({ error }) => error !== undefined);
    expect(seen.asked).toBe(8);
    expect(late).toHaveLength(12);
    expect(late[0]).toMatchObject({
      away: true,
      values: [],
      error: expect.stringContaining("main is too slow"),
    });
    // A store is told how long it has.
    expect(Math.max(...seen.deadlines)).toBeLessThanOrEqual(100);
  });

  it("that answered fast come first the next time", async () => {
    const asked: string[] = [];
    const store = {
      name: "main",
      instant(text: string, timeMs: number) {
        asked.push(text);
        const answer = { type: "scalar", value: 1, timeMs, warnings: [], infos: [] };
        return new Promise((resolve) => systemClock.after(text === "m0" ? 50 : 0, () => resolve(answer)));
      },
    } as unknown as PromqlStore;
    const { frames } = pairsOf(store, 12, 10_000);
    await frames();
    await frames();
    expect(asked[0]).toBe("m0");
    expect(asked.at(-1)).toBe("m0");
  });

  it("whose expression gives nothing that can be drawn say so", async () => {
    const store = {
      name: "main",
      instant: async () => ({ type: "matrix", series: [], timeMs: atMs, warnings: [], infos: [] }),
    } as unknown as PromqlStore;
    const [frame] = await pairsOf(store, 1, 1_000).frames();
    expect(frame).toMatchObject({ error: "a range vector cannot be drawn" });
    expect(frame).not.toHaveProperty("away");
  });

  it("nobody watches any more are forgotten", async () => {
    const { store, seen } = slowStore(0);
    const { pairs, frames } = pairsOf(store, 3, 1_000);
    pairs.keep(new Set([pairKey({ expr: "m1", stepMs: 1_000 })]));
    expect(pairs.size).toBe(1);
    await frames();
    expect(seen.asked).toBe(1);
  });
});
