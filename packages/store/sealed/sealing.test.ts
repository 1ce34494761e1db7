import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { createMatcher, manualClock, metric, type SelectHint, samplesOf } from "@mission-control/series";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type History, openHistory } from "../adapters/duckdb.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const nowMs = 1_000 * DAY_MS;
const all = [createMatcher("__name__", "=", "m")];
let root: string;
let dir: string;
let toClose: History[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sealing-"));
  dir = join(root, "data");
  toClose = [];
});
afterEach(async () => {
  for (const history of toClose) await history.close();
  rmSync(root, { recursive: true });
});

async function open(from = dir): Promise<History> {
  const history = await openHistory({ dir: from, clock: manualClock(nowMs) });
  toClose.push(history);
  return history;
}

/** A sample at each hour of days, whose value is that hour counted from the epoch. */
const keepDays = (history: History, ...days: number[]) =>
  history.series.append(
    samplesOf(
      days.flatMap((day) =>
        Array.from({ length: 24 }, (_, i) => day * 24 + i + 1).map((hour) => ({
          labels: metric("m"),
          timeMs: hour * HOUR_MS,
          value: hour,
        })),
      ),
    ),
  );
const hoursOf = (...days: number[]) =>
  days.flatMap((day) => Array.from({ length: 24 }, (_, i) => day * 24 + i + 1));

async function hoursIn(history: History, hint?: SelectHint): Promise<number[]> {
  const found = await history.series.select(all, 0, Number.POSITIVE_INFINITY, undefined, hint);
  return found.flatMap((one) => [...one.values]);
}
const latest: SelectHint = { func: "last_over_time", startMs: HOUR_MS, stepMs: HOUR_MS, rangeMs: HOUR_MS };
const folderOf = (day: number) =>
  join("history", "samples", new Date(day * DAY_MS).toISOString().slice(0, 10));
const filesOf = (day: number, at = dir) =>
  existsSync(join(at, folderOf(day))) ? readdirSync(join(at, folderOf(day))).sort() : [];

/** The folder as a crash would leave it now. */
function crashed(): string {
  const copy = mkdtempSync(join(root, "crashed-"));
  cpSync(dir, copy, { recursive: true });
  return copy;
}

test("a day is what lies after one midnight and up to the next", async () => {
  const history = await open();
  await keepDays(history, 500, 501);
  await history.sealing.seal(500);
  expect((await history.sealing.waiting(600)).map(({ day }) => day)).toEqual([501]);
  expect(await hoursIn(history)).toEqual(hoursOf(500, 501));
});

test("forgetting deletes the files of days that are over by then, and nothing of the day it cuts is given any more", async () => {
  const history = await open();
  await keepDays(history, 500, 501, 502);
  for (const day of [500, 501]) await history.sealing.seal(day);
  await history.series.dropBefore((501 * 24 + 20) * HOUR_MS);
  const kept = hoursOf(501, 502).filter((hour) => hour >= 501 * 24 + 20);
  expect(await hoursIn(history)).toEqual(kept);
  expect(await hoursIn(history, latest)).toEqual(kept);
  await history.checkpoint();
  await vi.waitFor(() => expect(existsSync(join(dir, folderOf(500)))).toBe(false));
  expect(history.sealing.days()).toBe(1);
  await history.sealing.seal(502);
  const again = await open(crashed());
  expect(await hoursIn(again)).toEqual(kept);
});

test("files stay until a log that is lost cannot bring back the record of them", async () => {
  const history = await open();
  await keepDays(history, 500, 501);
  for (const day of [500, 501]) await history.sealing.seal(day);
  await history.series.dropBefore(501 * DAY_MS + 1);
  expect(await hoursIn(history)).toEqual(hoursOf(501));
  const copy = crashed();
  rmSync(join(copy, "history.duckdb.wal"));
  const again = await open(copy);
  expect(again.problems()).toEqual([]);
  expect(await hoursIn(again)).toEqual(hoursOf(500, 501));
});

test("what is forgotten while a day is being written does not come back with it", async () => {
  const history = await open();
  await keepDays(history, 500, 501);
  await Promise.all([
    history.sealing.seal(500),
    history.sealing.seal(501),
    history.series.dropBefore((501 * 24 + 3) * HOUR_MS),
  ]);
  expect(await hoursIn(history)).toEqual(hoursOf(501).slice(2));
  expect(history.sealing.days()).toBe(1);
});

test("reading while days are sealed gives each sample once", async () => {
  const history = await open();
  const days = [500, 501, 502, 503];
  await keepDays(history, ...days);
  const sealing = (async () => {
    for (const day of days) await history.sealing.seal(day);
    await keepDays(history, ...days);
    for (const day of days) await history.sealing.seal(day);
  })();
  let isDone = false;
  void sealing.then(() => {
    isDone = true;
  });
  while (!isDone) {
    expect(await hoursIn(history)).toEqual(hoursOf(...days));
    expect(await hoursIn(history, latest)).toEqual(hoursOf(...days));
  }
  await sealing;
});

test("files of a sealing that a crash cut short are removed, and the day is sealed again", async () => {
  const history = await open();
  await keepDays(history, 500);
  await history.checkpoint();
  const copy = crashed();
  await history.sealing.seal(500);
  // All files are there, under their names and under those of before, and none is recorded.
  cpSync(join(dir, folderOf(500)), join(copy, folderOf(500)), { recursive: true });
  writeFileSync(join(copy, folderOf(500), "7-0-raw.parquet.tmp"), "PAR1");
  mkdirSync(join(copy, folderOf(499)));
  const again = await open(copy);
  expect(filesOf(500, copy)).toEqual([]);
  expect(existsSync(join(copy, folderOf(499)))).toBe(false);
  expect(again.problems()).toEqual([]);
  expect(await hoursIn(again)).toEqual(hoursOf(500));
  await again.sealing.seal(500);
  expect(await hoursIn(again)).toEqual(hoursOf(500));
  expect(again.sealing.days()).toBe(1);
});

test("a damaged file of samples is set aside and named, and the rest is read on", async () => {
  const history = await open();
  await keepDays(history, 500, 501);
  for (const day of [500, 501]) await history.sealing.seal(day);
  const [raw] = filesOf(500).filter((file) => file.endsWith("raw.parquet"));
  truncateSync(join(dir, folderOf(500), raw!), 100);
  expect(await hoursIn(history)).toEqual(hoursOf(501));
  expect(history.problems()).toMatchObject([{ code: "history_day_damaged" }]);
  expect(history.problems()[0]?.message).toContain(`${raw}.damaged-${nowMs}`);
  expect(filesOf(500)).toContain(`${raw}.damaged-${nowMs}`);
  expect(await hoursIn(history, latest)).toEqual(hoursOf(501));
  // What comes for that day is kept, and what is set aside stays.
  await keepDays(history, 500);
  await history.sealing.seal(500);
  const again = await open(crashed());
  expect(await hoursIn(again)).toEqual(hoursOf(500, 501));
});

/** Changes a byte of a file so that it gives other values and no fault, as a bad disk may. */
async function changeSilently(path: string): Promise<void> {
  const sound = readFileSync(path);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const read = async (bytes: Buffer, name: string) => {
    const copy = join(root, `${name}.parquet`);
    writeFileSync(copy, bytes);
    const found = await connection.run(`SELECT series_id, time, value FROM read_parquet('${copy}')`);
    return String(await found.getRows());
  };
  const before = await read(sound, "sound");
  for (let at = sound.length >> 1; at > 4; at--) {
    const bytes = Buffer.from(sound);
    bytes[at]! ^= 1;
    const found = await read(bytes, String(at)).catch(() => before);
    if (found === before) continue;
    writeFileSync(path, bytes);
    break;
  }
  connection.closeSync();
  instance.closeSync();
}

test("a file that gives other values than were written, and no fault, is set aside and named", async () => {
  const before = await open();
  await keepDays(before, 500, 501);
  for (const day of [500, 501]) await before.sealing.seal(day);
  await before.checkpoint();
  const [raw] = filesOf(500).filter((file) => file.endsWith("raw.parquet"));
  await before.close();
  await changeSilently(join(dir, folderOf(500), raw!));
  const history = await open();
  expect(await hoursIn(history)).not.toEqual(hoursOf(500, 501));
  expect(history.problems()).toEqual([]);
  const signal = new AbortController().signal;
  for (const day of history.sealing.sealedDays()) await history.sealing.verify(day, signal);
  expect(await hoursIn(history)).toEqual(hoursOf(501));
  expect(await hoursIn(history, latest)).toEqual(hoursOf(501));
  expect(history.problems()).toMatchObject([{ code: "history_day_damaged" }]);
  expect(history.problems()[0]?.message).toContain(`${raw}.damaged-${nowMs}`);
});

test("what a disk changed does not get into a day that is sealed again", async () => {
  const history = await open();
  await keepDays(history, 500);
  await history.sealing.seal(500);
  const [raw] = filesOf(500).filter((file) => file.endsWith("raw.parquet"));
  writeFileSync(join(dir, folderOf(500), raw!), flipped(readFileSync(join(dir, folderOf(500), raw!))));
  await history.series.append(samplesOf([{ labels: metric("m"), timeMs: 500 * DAY_MS + HOUR_MS, value: 7 }]));
  await history.sealing.seal(500);
  expect(await hoursIn(history)).toEqual([7]);
  expect(history.problems()).toMatchObject([{ code: "history_day_damaged" }]);
});

test("files of before checksums were kept get them, and nothing is set aside that is sound", async () => {
  const history = await open();
  await keepDays(history, 500, 501);
  for (const day of [500, 501]) await history.sealing.seal(day);
  await history.close();
  await withDatabase(async (connection) => void (await connection.run("DROP TABLE sealed_checksums")));
  const again = await open();
  const signal = new AbortController().signal;
  for (let i = 0; i < 2; i++)
    for (const day of again.sealing.sealedDays()) await again.sealing.verify(day, signal);
  expect(again.problems()).toEqual([]);
  expect(await hoursIn(again)).toEqual(hoursOf(500, 501));
  await again.close();
  await withDatabase(async (connection) => {
    const found = await connection.run("SELECT count(*)::INTEGER FROM sealed_checksums");
    expect((await found.getRows())[0]).toEqual([8]);
  });
});

const flipped = (bytes: Buffer): Buffer => {
  const changed = Buffer.from(bytes);
  changed[changed.length >> 1]! ^= 1;
  return changed;
};

async function withDatabase(job: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
  const instance = await DuckDBInstance.create(join(dir, "history.duckdb"));
  const connection = await instance.connect();
  await job(connection);
  connection.closeSync();
  instance.closeSync();
}

test("a damaged rollup costs nothing: the samples are read, and it is made anew", async () => {
  const before = await open();
  await keepDays(before, 500);
  await before.sealing.seal(500);
  await before.close();
  const [hours] = filesOf(500).filter((file) => file.endsWith("1h.parquet"));
  const bytes = readFileSync(join(dir, folderOf(500), hours!));
  writeFileSync(join(dir, folderOf(500), hours!), bytes.fill(0, bytes.length - 100));
  const history = await open();
  expect(await hoursIn(history, latest)).toEqual(hoursOf(500));
  expect(history.problems()).toEqual([]);
  expect(await history.sealing.waiting(600)).toEqual([{ day: 500, samples: 0 }]);
  await history.sealing.seal(500);
  expect(await history.sealing.waiting(600)).toEqual([]);
  expect(await hoursIn(history, latest)).toEqual(hoursOf(500));
});

test("a file that is missing at the start is said so, and the rest is read", async () => {
  const history = await open();
  await keepDays(history, 500, 501);
  for (const day of [500, 501]) await history.sealing.seal(day);
  await history.close();
  unlinkSync(join(dir, folderOf(500), "1-0-raw.parquet"));
  const again = await open();
  expect(again.problems()).toMatchObject([{ code: "history_day_missing" }]);
  expect(await hoursIn(again)).toEqual(hoursOf(501));
});

test("where the database is damaged, the days in files are taken over by the new one", async () => {
  const history = await open();
  await keepDays(history, 500, 501);
  await history.series.append(samplesOf([{ labels: metric("n"), timeMs: 501 * DAY_MS + 1, value: 7 }]));
  await history.sealing.seal(500);
  await history.sealing.seal(501);
  await keepDays(history, 502);
  const copy = crashed();
  truncateSync(join(copy, "history.duckdb"), 5_000);
  // Of one day a rollup is gone, another day is damaged beyond use.
  unlinkSync(join(copy, folderOf(500), "1-0-1h.parquet"));
  cpSync(join(copy, folderOf(501)), join(copy, folderOf(499)), { recursive: true });
  writeFileSync(join(copy, folderOf(499), "2-0-raw.parquet"), "");
  const again = await open(copy);
  expect(again.problems()).toMatchObject([
    { code: "history_damaged" },
    { code: "history_day_damaged" },
    { code: "history_days_adopted" },
  ]);
  expect(await hoursIn(again)).toEqual(hoursOf(500, 501));
  expect(await hoursIn(again, latest)).toEqual(hoursOf(500, 501));
  expect(await again.series.select([createMatcher("__name__", "=", "n")], 0, Infinity)).toMatchObject([
    { values: Float64Array.of(7) },
  ]);
  await keepDays(again, 501, 502);
  await again.sealing.seal(501);
  expect(await hoursIn(again)).toEqual(hoursOf(500, 501, 502));
});
