import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Event, newestFirst, Refusal } from "@mission-control/contracts";
import { createMatcher, formatLabels, metric, samplesOf, systemClock } from "@mission-control/series";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type History, openHistory } from "./adapters/duckdb.ts";
import { joinEvents, joinReaders } from "./reader.ts";

const t0 = 1_790_000_000_000;
const all = [createMatcher("__name__", "=", "m")];
let dir: string;
/** Two stores: one plays memory, which a reader knows only by `coversFromMs`. */
let recent: History;
let history: History;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "reader-"));
  recent = await openHistory({ dir: join(dir, "recent"), clock: systemClock });
  history = await openHistory({ dir: join(dir, "history"), clock: systemClock });
});
afterEach(async () => {
  await recent.close();
  await history.close();
  rmSync(dir, { recursive: true });
});

const covering = <Store>(store: Store, coversFromMs: number) => ({
  ...store,
  coversFromMs: () => coversFromMs,
});
const points = (host: string, ...pairs: [number, number][]) =>
  samplesOf(pairs.map(([at, value]) => ({ labels: metric("m", { host }), timeMs: t0 + at, value })));

async function shown(from: number, to: number, coversFrom: number) {
  const reader = joinReaders({ recent: covering(recent.series, t0 + coversFrom), history: history.series });
  const [found, labels] = [
    await reader.select(all, t0 + from, t0 + to),
    await reader.series([all, all], t0 + from, t0 + to),
  ];
  expect(labels.map(formatLabels).sort()).toEqual(found.map((one) => formatLabels(one.labels)).sort());
  return Object.fromEntries(
    found.map((one) => [
      one.labels.get("host"),
      Array.from(one.timesMs, (at, i) => [at - t0, one.values[i]]),
    ]),
  );
}

test("recent alone answers where it has the whole time", async () => {
  await recent.series.append(points("a", [10, 1], [20, 2]));
  await history.close();
  expect(await shown(10, 20, 10)).toEqual({
    a: [
      [10, 1],
      [20, 2],
    ],
  });
});

test("over a longer time both are one series, without a hole and without a duplicate", async () => {
  await history.series.append(points("a", [0, 0], [5, 5], [10, 10]));
  await recent.series.append(points("a", [10, 10], [15, 15]));
  expect(await shown(0, 20, 10)).toEqual({
    a: [
      [0, 0],
      [5, 5],
      [10, 10],
      [15, 15],
    ],
  });
});

test("a late sample that history does not have yet is seen, and the newer of two counts", async () => {
  await history.series.append(points("a", [0, 0], [4, 4]));
  await recent.series.append(points("a", [2, 2], [4, 44], [12, 12]));
  expect(await shown(0, 20, 10)).toEqual({
    a: [
      [0, 0],
      [2, 2],
      [4, 44],
      [12, 12],
    ],
  });
});

test("a series that only one of them has is whole", async () => {
  await history.series.append(points("old", [0, 0]));
  await recent.series.append(points("new", [12, 12]));
  expect(await shown(0, 20, 10)).toEqual({ old: [[0, 0]], new: [[12, 12]] });
  expect(await shown(0, 5, 10)).toEqual({ old: [[0, 0]] });
});

test("pages of events over both show each exactly once, newest first", async () => {
  const coversFromMs = t0 + 10;
  const event = fc.record({ id: fc.string({ maxLength: 3 }), at: fc.nat({ max: 20 }), late: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(event, { selector: (one) => one.id, maxLength: 25 }),
      fc.integer({ min: 1, max: 6 }),
      async (given, limit) => {
        await recent.events.dropBefore(Infinity);
        await history.events.dropBefore(Infinity);
        const filled = given.map(({ id, at, late }) => ({
          event: { id, timeMs: t0 + at, type: "t", service: "", host: "" } as Event,
          late,
        }));
        const inRecent = filled.filter(({ event: one, late }) => one.timeMs >= coversFromMs || late);
        const inHistory = filled.filter(({ late }) => !late);
        await recent.events.append(inRecent.map((one) => one.event));
        await history.events.append(inHistory.map((one) => one.event));
        const finder = joinEvents({ recent: covering(recent.events, coversFromMs), history: history.events });
        const seen: Event[] = [];
        let before: string | undefined;
        do {
          const page = await finder.find({ limit, ...(before === undefined ? {} : { before }) });
          seen.push(...page.events);
          before = page.next ?? undefined;
        } while (before !== undefined);
        expect(seen).toEqual(filled.map((one) => one.event).sort(newestFirst));
      },
    ),
    { numRuns: 25 },
  );
});

test("history is not asked for a type that memory has all of, though of others it has less", async () => {
  const only = { id: "only in history", timeMs: t0 + 5, type: "t", service: "", host: "" } as Event;
  await history.events.append([only]);
  const finder = joinEvents({
    recent: { ...recent.events, coversFromMs: ({ except }) => (except === "request" ? t0 : t0 + 10) },
    history: history.events,
  });
  expect((await finder.find({ limit: 9, from: t0 })).events).toEqual([only]);
  expect((await finder.find({ limit: 9, from: t0, except: "request" })).events).toEqual([]);
});

test("while history is away recent's part is the answer, and history's again once it is back", async () => {
  const [folder, event] = [join(dir, "away"), { id: "e", timeMs: t0 + 12, type: "t" } as Event];
  mkdirSync(join(folder, "history.duckdb"), { recursive: true });
  const away = await openHistory({ dir: folder, clock: systemClock });
  expect(away.problems()).toMatchObject([{ code: "history_away" }]);
  await recent.series.append(points("a", [12, 12]));
  await recent.events.append([{ ...event, service: "", host: "" }]);
  const reader = joinReaders({ recent: covering(recent.series, t0 + 10), history: away.series });
  const finder = joinEvents({ recent: covering(recent.events, t0 + 10), history: away.events });
  const times = async () => (await reader.select(all, t0, t0 + 20)).map((one) => [...one.timesMs]);

  expect(await times()).toEqual([[t0 + 12]]);
  expect((await reader.series([all], t0, t0 + 20)).map(formatLabels)).toEqual(['m{host="a"}']);
  expect(await finder.find({ limit: 5 })).toMatchObject({ events: [{ id: "e" }], next: null });
  expect(await reader.select(all, t0, t0 + 5)).toEqual([]);

  rmSync(join(folder, "history.duckdb"), { recursive: true });
  await away.series.append(points("a", [3, 3]));
  expect(await times()).toEqual([[t0 + 3, t0 + 12]]);
  await away.close();
});

test("a fault of one read of history is not passed over", async () => {
  const faults = [
    new Error("ours"),
    new Refusal("invalid_query", "no cursor"),
    new Refusal("store_away", "history cannot be read: out of memory", { cause: new Error("out of memory") }),
  ];
  for (const fault of faults) {
    const fail = () => Promise.reject(fault);
    const reader = joinReaders({
      recent: covering(recent.series, t0 + 10),
      history: { select: fail, series: fail },
    });
    const finder = joinEvents({ recent: covering(recent.events, t0 + 10), history: { find: fail } });
    await expect(reader.select(all, t0, t0 + 20)).rejects.toBe(fault);
    await expect(reader.series([all], t0, t0 + 20)).rejects.toBe(fault);
    await expect(finder.find({ limit: 5 })).rejects.toBe(fault);
  }
});
