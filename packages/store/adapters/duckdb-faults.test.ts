import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event, SpooledBatch } from "@mission-control/contracts";
import { createMatcher, manualClock, metric, samplesOf } from "@mission-control/series";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type History, openHistory } from "./duckdb.ts";

const nowMs = 1_790_000_000_000;
const all = [createMatcher("__name__", "=", "m")];
let dir: string;
let toClose: History[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "history-"));
  toClose = [];
});
afterEach(async () => {
  for (const history of toClose) await history.close();
  rmSync(dir, { recursive: true });
});

async function open(from = dir): Promise<History> {
  const history = await openHistory({ dir: from, clock: manualClock(nowMs) });
  toClose.push(history);
  return history;
}

/** Batch number n: one sample with the value n, and one event. */
const batchOf = (seq: number): SpooledBatch => ({
  seq,
  samples: samplesOf([{ labels: metric("m"), timeMs: nowMs + seq, value: seq }]),
  events: [{ id: `e${seq}`, timeMs: nowMs + seq, type: "t", service: "", host: "" } as Event],
});
const batches = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => batchOf(from + i));
async function valuesIn(history: History): Promise<number[]> {
  const found = await history.series.select(all, 0, Number.POSITIVE_INFINITY);
  return found.flatMap((one) => [...one.values]);
}
async function eventsIn(history: History): Promise<string[]> {
  return (await history.events.find({ limit: 100 })).events.map((event) => event.id).reverse();
}

/** The folder as a crash would leave it now. */
function crashed(): string {
  const copy = mkdtempSync(join(dir, "crashed-"));
  for (const name of readdirSync(dir).filter((file) => file.startsWith("history."))) {
    writeFileSync(join(copy, name), readFileSync(join(dir, name)));
  }
  return copy;
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = bytes[at]! ^ 0xff;
  writeFileSync(path, bytes);
}

test("a batch counts once, however often the spool is replayed", async () => {
  const history = await open();
  await history.apply(batches(1, 3));
  await Promise.all([history.apply(batches(1, 5)), history.apply(batches(1, 5))]);
  expect(history.appliedSeq()).toBe(5);
  expect(await valuesIn(history)).toEqual([1, 2, 3, 4, 5]);
  expect(await eventsIn(history)).toEqual(["e1", "e2", "e3", "e4", "e5"]);
});

test("after a crash history knows how far it came, and goes on from there", async () => {
  await (await open()).apply(batches(1, 3));
  const again = await open(crashed());
  expect(again.appliedSeq()).toBe(3);
  await again.apply(batches(1, 4));
  expect(await valuesIn(again)).toEqual([1, 2, 3, 4]);
  expect(await eventsIn(again)).toEqual(["e1", "e2", "e3", "e4"]);
});

test("only a checkpoint makes batches durable beyond the log", async () => {
  const history = await open();
  await history.apply(batches(1, 3));
  expect(history.durableSeq()).toBe(0);
  await history.checkpoint();
  expect(history.durableSeq()).toBe(3);
});

test("values are exact to the bit after a checkpoint and opening again", async () => {
  const values = [0, -0, 0.1, 1e308, 5e-324, NaN, Infinity, -Infinity, 1 / 3, -1e-7];
  const history = await open();
  const points = Array.from({ length: 5_000 }, (_, i) => ({
    labels: metric("m"),
    timeMs: nowMs + i,
    value: values[i % values.length]!,
  }));
  await history.series.append(samplesOf(points));
  await history.checkpoint();
  const found = await valuesIn(await open(crashed()));
  expect(found.every((value, i) => Object.is(value, values[i % values.length]))).toBe(true);
  expect(found).toHaveLength(5_000);
});

test("a log cut short or with a flipped byte costs nothing that the spool still has", async () => {
  const history = await open();
  await history.apply(batches(1, 2));
  await history.checkpoint();
  await history.apply(batches(3, 4));
  await history.apply(batches(5, 6));
  const [cut, flipped] = [crashed(), crashed()];
  const wal = readFileSync(join(cut, "history.duckdb.wal"));
  truncateSync(join(cut, "history.duckdb.wal"), wal.length - 7);
  flip(join(flipped, "history.duckdb.wal"), wal.length >> 1);
  for (const [where, problems] of [
    [cut, []],
    [flipped, [{ code: "history_log_damaged" }]],
  ] as const) {
    const again = await open(where);
    expect(again.problems()).toMatchObject(problems);
    expect(again.appliedSeq()).toBeGreaterThanOrEqual(2);
    expect(again.appliedSeq()).toBeLessThan(6);
    await again.apply(batches(1, 7));
    expect(await valuesIn(again)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await eventsIn(again)).toHaveLength(7);
  }
  expect(readdirSync(flipped)).toContain(`history.duckdb.quarantine-${nowMs}.wal`);
});

test("a damaged database is set aside, a new one begun, and a word said about it", async () => {
  const history = await open();
  await history.apply(batches(1, 3));
  await history.checkpoint();
  await history.apply(batches(4, 5));
  const folders = [crashed(), crashed(), crashed()];
  flip(join(folders[0]!, "history.duckdb"), 8);
  truncateSync(join(folders[1]!, "history.duckdb"), 20_000);
  writeFileSync(join(folders[2]!, "history.duckdb"), "");
  for (const folder of folders) {
    const again = await open(folder);
    expect(again.problems()).toMatchObject([{ code: "history_damaged" }]);
    expect(readdirSync(folder)).toContain(`history.duckdb.quarantine-${nowMs}`);
    expect(again.appliedSeq()).toBe(0);
    await again.apply(batches(2, 6));
    expect(await valuesIn(again)).toEqual([2, 3, 4, 5, 6]);
  }
});

test("while the file cannot be opened everything is refused, and all goes well once it can", async () => {
  const path = join(dir, "history.duckdb");
  mkdirSync(path);
  const history = await open();
  expect(history.problems()).toMatchObject([{ code: "history_away" }]);
  await expect(history.apply(batches(1, 2))).rejects.toMatchObject({ code: "store_away" });
  await expect(valuesIn(history)).rejects.toMatchObject({ code: "store_away" });
  rmSync(path, { recursive: true });
  await history.apply(batches(1, 2));
  expect(history.problems()).toEqual([]);
  expect(await valuesIn(history)).toEqual([1, 2]);
});

test("a query ends with its signal, before or while it runs, and others go on", async () => {
  const history = await open();
  const points = Array.from({ length: 200_000 }, (_, i) => ({
    labels: metric("m"),
    timeMs: nowMs + i,
    value: i,
  }));
  await history.series.append(samplesOf(points));
  const before = AbortSignal.abort(new Error("gone before"));
  await expect(history.series.select(all, 0, Infinity, before)).rejects.toThrow("gone before");
  const controller = new AbortController();
  const [stopped, other] = [
    history.series.select(all, 0, Infinity, controller.signal),
    history.series.select(all, 0, Infinity),
  ];
  setImmediate(() => controller.abort(new Error("the reader left")));
  await expect(stopped).rejects.toThrow("the reader left");
  expect((await other)[0]?.values).toHaveLength(200_000);
});

test("after closing everything is refused", async () => {
  const history = await open();
  await history.close();
  await expect(history.apply(batches(1, 1))).rejects.toMatchObject({ code: "store_away" });
  await expect(valuesIn(history)).rejects.toMatchObject({ code: "store_away" });
});
