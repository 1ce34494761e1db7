import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event } from "@mission-control/contracts";
import { createMatcher, createSamplesBuilder, manualClock, metric, samplesOf } from "@mission-control/series";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type History, openHistory } from "./adapters/duckdb.ts";
import { type DurableSpool, openSpool } from "./spool.ts";
import { createDrain } from "./write.ts";

const nowMs = 1_790_000_000_000;
let dir: string;
let clock: ReturnType<typeof manualClock>;
let spool: DurableSpool;
let history: History;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "write-"));
  clock = manualClock(nowMs);
});
afterEach(async () => {
  spool.close();
  await history.close();
  rmSync(dir, { recursive: true });
});

async function openBoth(maxBytes = 1_000_000) {
  history = await openHistory({ dir, clock });
  spool = openSpool({ dir, clock, maxBytes, afterSeq: history.appliedSeq() });
  return createDrain({ spool, history, clock });
}

async function append(value: number): Promise<void> {
  const kept = spool.append({
    samples: samplesOf([{ labels: metric("m"), timeMs: nowMs + value, value }]),
    events: [{ id: `e${value}`, timeMs: nowMs, type: "t", service: "", host: "" } as Event],
  });
  clock.advance(2);
  await kept;
}

async function valuesInHistory(): Promise<number[]> {
  const found = await history.series.select([createMatcher("__name__", "=", "m")], 0, Infinity);
  return found.flatMap((one) => [...one.values]);
}

test("what the spool took reaches history, once", async () => {
  const drain = await openBoth();
  for (let i = 0; i < 5; i++) await append(i);
  await drain.drained();
  await append(5);
  await drain.drained();
  await drain.drained();
  expect(await valuesInHistory()).toEqual([0, 1, 2, 3, 4, 5]);
  expect((await history.events.find({ limit: 10 })).events).toHaveLength(6);
  expect(drain.status().fault).toBeUndefined();
});

test("the spool keeps batches until a checkpoint, which comes with time", async () => {
  const drain = await openBoth();
  await append(1);
  await drain.drained();
  expect(spool.status().batches).toBe(1);
  clock.advance(5 * 60_000);
  await drain.drained();
  expect(spool.status().batches).toBe(0);
  expect(history.durableSeq()).toBe(history.appliedSeq());
});

test("the spool keeps what another still waits for, too", async () => {
  await openBoth();
  let sentSeq = 0;
  const drain = createDrain({ spool, history, clock, sentSeq: () => sentSeq });
  await append(1);
  clock.advance(5 * 60_000);
  await drain.drained();
  expect(history.durableSeq()).toBe(history.appliedSeq());
  expect(spool.status().batches).toBe(1);
  sentSeq = history.appliedSeq();
  await drain.drained();
  expect(spool.status().batches).toBe(0);
});

test("a spool that fills brings the checkpoint forward", async () => {
  const drain = await openBoth(2_000);
  for (let i = 0; i < 100; i++) {
    await append(i);
    await drain.drained();
  }
  expect(await valuesInHistory()).toHaveLength(100);
});

test("while history is away the spool holds what comes in, and all of it follows later", async () => {
  mkdirSync(join(dir, "history.duckdb"));
  const drain = await openBoth();
  await append(1);
  await expect(drain.drained()).rejects.toMatchObject({ code: "store_away" });
  expect(drain.problems()).toMatchObject([{ code: "history_behind" }]);
  expect(drain.status().fault?.sinceMs).toBe(nowMs + 2);
  await append(2);
  await expect(drain.drained()).rejects.toMatchObject({ code: "store_away" });
  rmSync(join(dir, "history.duckdb"), { recursive: true });
  await drain.drained();
  expect(drain.problems()).toEqual([]);
  expect(await valuesInHistory()).toEqual([1, 2]);
});

test("started, it drains by itself, and its stop waits for the turn that runs", async () => {
  const drain = await openBoth();
  const stop = drain.start();
  await append(1);
  clock.advance(1_000);
  await stop();
  expect(await valuesInHistory()).toEqual([1]);
  await append(2);
  clock.advance(10_000);
  expect(await valuesInHistory()).toEqual([1]);
});

test("both files lost, or either, what is left goes on and new batches count", async () => {
  const first = await openBoth();
  await append(1);
  await first.drained();
  await history.checkpoint();
  spool.close();
  for (const suffix of ["", "-wal", "-shm"]) rmSync(join(dir, `spool.sqlite${suffix}`), { force: true });
  spool = openSpool({ dir, clock, maxBytes: 1_000_000, afterSeq: history.appliedSeq() });
  const second = createDrain({ spool, history, clock });
  await append(2);
  await second.drained();
  expect(await valuesInHistory()).toEqual([1, 2]);
  await history.close();
  for (const suffix of ["", ".wal"]) rmSync(join(dir, `history.duckdb${suffix}`), { force: true });
  history = await openHistory({ dir, clock });
  await append(3);
  await createDrain({ spool, history, clock }).drained();
  expect(await valuesInHistory()).toEqual([2, 3]);
});

test("a drain that has only so long leaves the rest in the spool, where it is found later", async () => {
  const drain = await openBoth();
  await append(1);
  await drain.drainedWithin(0);
  expect(await valuesInHistory()).toEqual([]);
  expect(spool.status().batches).toBe(1);
  await drain.drainedWithin(1);
  expect(await valuesInHistory()).toEqual([1]);
});

test("checkpoints come by what they would free, however much waits", async () => {
  await openBoth(100_000_000);
  let checkpoints = 0;
  const checkpoint = () => {
    checkpoints++;
    return history.checkpoint();
  };
  const drain = createDrain({ spool, history: { ...history, checkpoint }, clock });
  const many = createSamplesBuilder();
  const ref = many.ref(metric("m"));
  for (let i = 0; i < 100_000; i++) many.add(ref, nowMs + i, i);
  const samples = many.take();
  for (let i = 0; i < 20; i++) {
    const kept = spool.append({ samples, events: [] });
    clock.advance(2);
    await kept;
  }
  await drain.drained();
  // 40 MB went through; a quarter of the spool, 25 MB, may wait for a checkpoint.
  expect(checkpoints).toBe(1);
  expect(await valuesInHistory()).toHaveLength(100_000);
});
