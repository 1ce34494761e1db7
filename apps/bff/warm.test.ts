import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Batch, type Event, limits } from "@mission-control/contracts";
import { createPipeline, createRecent } from "@mission-control/pipeline";
import { createMatcher, metric, samplesOf, systemClock } from "@mission-control/series";
import { openHistory, openSpool } from "@mission-control/store";
import { afterEach, beforeEach, expect, test } from "vitest";
import { warmRecent } from "./warm.ts";

const hourMs = 3_600_000;
const all = [createMatcher("__name__", "=", "m")];
const clock = systemClock;
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "warm-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function roomsIn(dir: string) {
  const startedMs = clock.now();
  const history = await openHistory({ dir, clock });
  const spool = openSpool({ dir, clock, maxBytes: 2 ** 24, afterSeq: history.appliedSeq() });
  const recent = createRecent({ clock, keepMs: hourMs, stepMs: 5_000 });
  const { replay } = createPipeline({ clock, spool, recent, sinks: [], maxSeries: 100 });
  const fromMs = startedMs - hourMs;
  return {
    startedMs,
    fromMs,
    history,
    spool,
    recent,
    warm: (maxEvents: number) =>
      warmRecent({ recent, history, spool, fromMs, toMs: startedMs, replay, maxEvents }),
    values: () => recent.selectNow(all, 0, Infinity).flatMap((one) => [...one.values]),
    ids: async () => (await recent.events.find({ limit: 1_000 })).events.map((one) => one.id),
    async close() {
      spool.close();
      await history.close();
    },
  };
}

function batchOf(id: string, timeMs: number, value: number): Batch {
  const rest = { title: id, service: "", host: "", tags: [], attributes: {}, fingerprint: "" };
  const event: Event = { id, timeMs, type: "t", subType: "", severity: "info", ...rest };
  return { samples: samplesOf([{ labels: metric("m"), timeMs, value }]), events: [event] };
}

test("memory has history's part and the spool's, and covers the whole time", async () => {
  const rooms = await roomsIn(dir);
  const at = rooms.startedMs - 60_000;
  await rooms.spool.append(batchOf("a", at, 1));
  await rooms.history.apply(rooms.spool.read(0, 1));
  await rooms.spool.append(batchOf("b", at + 1_000, 2));
  await rooms.warm(10);
  expect(rooms.values()).toEqual([1, 2]);
  expect(await rooms.ids()).toEqual(["b", "a"]);
  expect([rooms.recent.coversFromMs(), rooms.recent.eventsCoverFromMs()]).toEqual([
    rooms.fromMs,
    rooms.fromMs,
  ]);
  await rooms.close();
});

test("samples that lie as far ahead as they may are there after a start too", async () => {
  const rooms = await roomsIn(dir);
  const { samples } = batchOf("ahead", rooms.startedMs + limits.futureMs, 7);
  await rooms.history.series.append(samples!);
  await rooms.warm(10);
  expect(rooms.values()).toEqual([7]);
  await rooms.close();
});

test("of many events only the newest are put in, and memory says from when on it has them all", async () => {
  const rooms = await roomsIn(dir);
  const at = rooms.startedMs - 60_000;
  // Three share each second, so that the bound falls among equal times.
  const events = Array.from({ length: 30 }, (_, i) =>
    batchOf(`${i + 10}`, at + Math.floor(i / 3) * 1_000, i),
  );
  await rooms.history.events.append(events.flatMap((batch) => batch.events));
  await rooms.warm(10);
  expect(await rooms.ids()).toEqual(Array.from({ length: 10 }, (_, i) => `${39 - i}`));
  expect(rooms.recent.eventsCoverFromMs()).toBe(at + 6_001);
  expect(rooms.recent.coversFromMs()).toBe(rooms.fromMs);
  await rooms.close();
});

test("where history is away memory has the spool's part, and covers nothing from before the start", async () => {
  mkdirSync(join(dir, "history.duckdb"));
  const rooms = await roomsIn(dir);
  const at = rooms.startedMs - 60_000;
  for (const [i, id] of ["c", "a", "b"].entries()) await rooms.spool.append(batchOf(id, at + i * 1_000, i));
  await expect(rooms.warm(10)).rejects.toMatchObject({ code: "store_away" });
  expect(rooms.values()).toEqual([0, 1, 2]);
  expect(await rooms.ids()).toEqual(["b", "a", "c"]);
  expect(rooms.recent.coversFromMs()).toBeGreaterThanOrEqual(rooms.startedMs);
  expect(rooms.recent.eventsCoverFromMs()).toBeGreaterThanOrEqual(rooms.startedMs);
  await rooms.close();
});

test("a flood of requests takes no other event's place", async () => {
  const rooms = await roomsIn(dir);
  const at = rooms.startedMs - 60_000;
  const [deploy] = batchOf("deploy", at, 1).events;
  const flood = Array.from({ length: 50 }, (_, i) => ({
    ...deploy!,
    id: `r${i}`,
    timeMs: at + i,
    type: "request",
  }));
  await rooms.history.events.append([deploy!, ...flood]);
  await rooms.warm(20);
  expect(await rooms.ids()).toHaveLength(21);
  expect((await rooms.recent.events.find({ limit: 9, except: "request" })).events).toEqual([deploy]);
  expect(rooms.recent.eventsCoverFromMs({ except: "request" })).toBe(rooms.fromMs);
  expect(rooms.recent.eventsCoverFromMs({ type: "request" })).toBe(at + 31);
  await rooms.close();
});
