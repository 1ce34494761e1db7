import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMatcher, manualClock, metric, samplesOf } from "@mission-control/series";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type History, openHistory } from "./adapters/duckdb.ts";
import { type Compaction, createCompaction } from "./compaction.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Day 100 is 1970-04-11. */
const day = 100;
const name = "1970-04-11";
let dir: string;
let clock: ReturnType<typeof manualClock>;
let history: History;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "compaction-"));
  clock = manualClock((day + 1) * DAY_MS);
  history = await openHistory({ dir, clock });
});
afterEach(async () => {
  await history.close();
  rmSync(dir, { recursive: true });
});

const keep = (...hours: number[]) =>
  history.series.append(
    samplesOf(
      hours.map((hour) => ({ labels: metric("m"), timeMs: day * DAY_MS + hour * HOUR_MS, value: hour })),
    ),
  );
const filesOf = (folder: string) => {
  const path = join(dir, "history", "samples", folder);
  return existsSync(path) ? readdirSync(path).sort() : [];
};
async function hoursIn(): Promise<number[]> {
  const found = await history.series.select([createMatcher("__name__", "=", "m")], 0, Infinity);
  return [...(found[0]?.values ?? [])];
}
/** Two looks, a minute apart: what is at rest between them is sealed. */
async function lookTwice(compaction: Compaction): Promise<void> {
  await compaction.look();
  clock.advance(60_000);
  await compaction.look();
}

test("a day is sealed once it has been over for hours, the day that runs is not", async () => {
  await keep(1, 23, 25);
  const compaction = createCompaction({ history, clock });
  await lookTwice(compaction);
  expect(filesOf(name)).toEqual([]);
  clock.advance(3 * HOUR_MS);
  await lookTwice(compaction);
  expect(compaction.status()).toEqual({ sealedDays: 1, waitingDays: 0, fault: null });
  expect(filesOf(name)).toEqual([
    "1-0-1h.parquet",
    "1-0-1m.parquet",
    "1-0-5m.parquet",
    "1-0-raw.parquet",
    "1-series.parquet",
  ]);
  expect(filesOf("1970-04-12")).toEqual([]);
  expect(await hoursIn()).toEqual([1, 23, 25]);
});

test("what comes late for a sealed day takes its place in new files, and the old ones go", async () => {
  await keep(1, 2);
  clock.advance(4 * HOUR_MS);
  const compaction = createCompaction({ history, clock });
  await lookTwice(compaction);
  await keep(2, 3);
  expect(await hoursIn()).toEqual([1, 2, 3]);
  await lookTwice(compaction);
  await vi.waitFor(() => expect(filesOf(name).every((file) => file.startsWith("2-"))).toBe(true));
  expect(filesOf(name)).toHaveLength(5);
  expect(await hoursIn()).toEqual([1, 2, 3]);
});

test("while old samples keep coming nothing is sealed, for an hour at most", async () => {
  clock.advance(4 * HOUR_MS);
  const compaction = createCompaction({ history, clock });
  for (let minute = 0; minute < 60; minute++) {
    await keep((minute + 1) / 100);
    await compaction.look();
    expect(compaction.status()).toEqual({ sealedDays: 0, waitingDays: 1, fault: null });
    clock.advance(60_000);
  }
  await keep(1);
  await compaction.look();
  expect(compaction.status()).toEqual({ sealedDays: 1, waitingDays: 0, fault: null });
});

test("it looks by itself, and ends soon when it is told to while a day is being written", async () => {
  await history.series.append(
    samplesOf(
      Array.from({ length: 300_000 }, (_, i) => ({
        labels: metric("m"),
        timeMs: day * DAY_MS + 1 + i * 200,
        value: i,
      })),
    ),
  );
  clock.advance(4 * HOUR_MS);
  const compaction = createCompaction({ history, clock });
  await compaction.look();
  const stop = compaction.start();
  clock.advance(60_000);
  const folder = join(dir, "history", "samples", name);
  await vi.waitFor(() => expect(existsSync(folder)).toBe(true), { timeout: 5_000, interval: 1 });
  await stop();
  expect(filesOf(name)).toEqual([]);
  expect(compaction.status()).toEqual({ sealedDays: 0, waitingDays: 1, fault: null });
  expect((await hoursIn()).length).toBe(300_000);
  const again = createCompaction({ history, clock });
  await lookTwice(again);
  expect(again.status()).toEqual({ sealedDays: 1, waitingDays: 0, fault: null });
  expect((await hoursIn()).length).toBe(300_000);
});

test("what keeps it from sealing is said in words, and tried again", async () => {
  await keep(1);
  clock.advance(4 * HOUR_MS);
  const compaction = createCompaction({ history, clock });
  mkdirSync(join(dir, "history"));
  writeFileSync(join(dir, "history", "samples"), "in the way");
  await lookTwice(compaction);
  expect(compaction.problems()).toMatchObject([{ code: "compaction_failing" }]);
  expect(await hoursIn()).toEqual([1]);
  rmSync(join(dir, "history", "samples"));
  await compaction.look();
  expect(compaction.problems()).toEqual([]);
  expect(history.sealing.days()).toBe(1);
});

test("files that a disk has changed are found by the first look, and once a day", async () => {
  await keep(1, 2, 3);
  clock.advance(4 * HOUR_MS);
  await lookTwice(createCompaction({ history, clock }));
  const change = (level: string) => {
    const path = join(dir, "history", "samples", name, `1-0-${level}.parquet`);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
  };
  const aside = () => filesOf(name).filter((file) => file.includes(".damaged-"));
  const compaction = createCompaction({ history, clock });
  await compaction.look();
  change("raw");
  await compaction.look();
  expect(aside()).toEqual([]);
  clock.advance(DAY_MS);
  await compaction.look();
  expect(aside()).toContainEqual(expect.stringContaining("1-0-raw.parquet"));
  expect(history.problems()).toMatchObject([{ code: "history_day_damaged" }]);
});

test("a file that was changed while nobody looked is found by the first look after a start", async () => {
  await keep(1, 2, 3);
  clock.advance(4 * HOUR_MS);
  await lookTwice(createCompaction({ history, clock }));
  await history.close();
  const path = join(dir, "history", "samples", name, "1-0-1h.parquet");
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path, bytes);
  history = await openHistory({ dir, clock });
  const compaction = createCompaction({ history, clock });
  await compaction.look();
  expect(filesOf(name).some((file) => file.startsWith("1-0-1h.parquet.damaged-"))).toBe(true);
  // Buckets are made anew.
  await lookTwice(compaction);
  expect(filesOf(name)).toContain("2-0-1h.parquet");
  expect(await hoursIn()).toEqual([1, 2, 3]);
});
