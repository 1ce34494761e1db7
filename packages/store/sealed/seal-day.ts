import { mkdirSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { readCatalog } from "./catalog.ts";
import { LEVELS, type SealedFile, sealedFolder, sealedName } from "./days.ts";
import { bucketsSql, copyTo, filesIn, rowsOf, samplesSql } from "./rollup-sql.ts";

/** What is sorted and written at once: some 100 MB of memory and a second. */
const ROWS_A_SLICE = 1_000_000;

/** What a day was sealed into, and up to which position the table's rows are in it. */
export interface SealedDay {
  readonly files: readonly SealedFile[];
  readonly throughPosition: bigint;
}

/**
 * Writes the files of a day: all that the table and the day's earlier files hold of it. Each is written under a name that does
 * not count, synced and renamed; nothing refers to them yet. Everything is read in one transaction. Gives `undefined` where the
 * table holds nothing of the day.
 * @throws the signal's reason between two files.
 */
export async function writeDay(
  connection: DuckDBConnection,
  options: { dir: string; day: number; generation: number; signal?: AbortSignal | undefined },
): Promise<SealedDay | undefined> {
  const { dir, day, generation, signal } = options;
  await connection.run("BEGIN TRANSACTION");
  const before = await readCatalog(connection, day, day);
  const pathOf = (file: SealedFile) => join(sealedFolder(dir), sealedName(file));
  const earlier = before.filter(({ level }) => level === 0);
  const last = await connection.run(`SELECT max(position) FROM (${rowsOf(day)})`);
  const throughPosition = (await last.getRows())[0]?.[0];
  if (typeof throughPosition !== "bigint") return undefined;

  const rows = rowsOf(day, earlier.map(pathOf), earlier[0]?.fromMs);
  const files: SealedFile[] = [];
  for (const [slice, [minSeries, maxSeries]] of (await slicesOf(connection, rows)).entries()) {
    let [from, ofSamples] = ["", true];
    for (const level of LEVELS) {
      signal?.throwIfAborted();
      const file: SealedFile = { day, generation, slice, level, minSeries, maxSeries, fromMs: 0 };
      const path = pathOf(file);
      mkdirSync(dirname(path), { recursive: true });
      const query = level === 0 ? samplesSql(rows, minSeries, maxSeries) : bucketsSql(from, level, ofSamples);
      await writeSynced(path, (temporary) => connection.run(copyTo(query, temporary)));
      [from, ofSamples] = [filesIn([path]), level === 0];
      files.push(file);
    }
  }
  await connection.run("COMMIT");
  return { files, throughPosition };
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
