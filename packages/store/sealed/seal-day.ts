import { mkdirSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { readCatalog } from "./catalog.ts";
import { fromFiles } from "./damage.ts";
import { LEVELS, type SealedFile, sealedFolder, sealedName, seriesName } from "./days.ts";
import { bucketsSql, copyTo, filesIn, rowsOf, samplesSql } from "./rollup-sql.ts";
import { pathsOf } from "./wanted.ts";

/** What is sorted and written at once: some 100 MB of memory and a second. */
const ROWS_A_SLICE = 1_000_000;

/** What a day was sealed into, and up to which position the table's rows are in it. */
export interface SealedDay {
  readonly files: readonly SealedFile[];
  readonly throughPosition: bigint;
}

/** Which day is to be written where, as which generation, and by what it is stopped. */
export interface DayToWrite {
  readonly dir: string;
  readonly day: number;
  readonly generation: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the files of a day: all that the table and the day's earlier files hold of it. Each is written under a name that does
 * not count, synced and renamed; nothing refers to them yet. Everything is read in one transaction. Gives `undefined` where the
 * table holds nothing of the day and its files are all there.
 * @throws the signal's reason between two files.
 */
export async function writeDay(
  connection: DuckDBConnection,
  options: DayToWrite,
): Promise<SealedDay | undefined> {
  const { dir, day } = options;
  await connection.run("BEGIN TRANSACTION");
  const before = await readCatalog(connection, day, day);
  const earlier = before.filter(({ level }) => level === 0);
  const last = await connection.run(`SELECT max(position) FROM (${rowsOf(day)})`);
  const throughPosition = (await last.getRows())[0]?.[0];
  const isComplete = before.length === earlier.length * LEVELS.length;
  if (typeof throughPosition !== "bigint" && isComplete) return undefined;

  const rows = rowsOf(day, pathsOf(dir, earlier), earlier[0]?.fromMs);
  const files = await fromFiles(earlier, () => writeSlices(connection, rows, options));
  await writeSeries(connection, dir, files);
  await connection.run("COMMIT");
  return { files, throughPosition: typeof throughPosition === "bigint" ? throughPosition : -1n };
}

async function writeSlices(
  connection: DuckDBConnection,
  rows: string,
  { dir, day, generation, signal }: DayToWrite,
): Promise<SealedFile[]> {
  const files: SealedFile[] = [];
  for (const [slice, [minSeries, maxSeries]] of (await slicesOf(connection, rows)).entries()) {
    let [from, ofSamples] = ["", true];
    for (const level of LEVELS) {
      signal?.throwIfAborted();
      const file: SealedFile = { day, generation, slice, level, minSeries, maxSeries, fromMs: 0 };
      const path = join(sealedFolder(dir), sealedName(file));
      mkdirSync(dirname(path), { recursive: true });
      const query = level === 0 ? samplesSql(rows, minSeries, maxSeries) : bucketsSql(from, level, ofSamples);
      await writeSynced(path, (temporary) => connection.run(copyTo(query, temporary)));
      [from, ofSamples] = [filesIn([path]), level === 0];
      files.push(file);
    }
  }
  return files;
}

/** Writes down who the series of a day are. */
async function writeSeries(
  connection: DuckDBConnection,
  dir: string,
  files: readonly SealedFile[],
): Promise<void> {
  if (files.length === 0) return;
  const hours = filesIn(
    pathsOf(
      dir,
      files.filter(({ level }) => level === LEVELS.at(-1)),
    ),
  );
  const query = `SELECT id, labels FROM series WHERE id IN (SELECT series_id FROM ${hours}) ORDER BY id`;
  await writeSynced(join(sealedFolder(dir), seriesName(files[0]!)), (temporary) =>
    connection.run(copyTo(query, temporary)),
  );
  // The day's folder may be new, and those above it.
  for (const folder of [sealedFolder(dir), dirname(sealedFolder(dir)), dir]) await sync(folder);
}

/** Ranges of series of about as many samples each as are sorted at once. */
async function slicesOf(connection: DuckDBConnection, rows: string): Promise<[number, number][]> {
  const found = await connection.run(
    `SELECT series_id, count(*)::DOUBLE FROM (${rows}) GROUP BY series_id ORDER BY series_id`,
  );
  const slices: [number, number][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const [series, count] of (await found.getRows()) as [number, number][]) {
    if (size + count > ROWS_A_SLICE) {
      slices.push([series, series]);
      size = 0;
    }
    size += count;
    slices.at(-1)![1] = series;
  }
  return slices;
}

/** Writes a file so that it is there whole or not at all, whenever the machine stops. */
async function writeSynced(path: string, write: (temporary: string) => Promise<unknown>): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    await write(temporary);
    await sync(temporary);
    await rename(temporary, path);
    await sync(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
