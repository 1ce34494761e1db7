import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Status } from "@mission-control/contracts";
import { dayName, isDayName, type SealedFile, sealedFolder, sealedName, seriesName } from "./days.ts";

/** What the database knows of sealed days: their files. */
export const SEALED_SCHEMA = [
  "CREATE TABLE IF NOT EXISTS sealed_files (day INTEGER NOT NULL, generation BIGINT NOT NULL, slice INTEGER NOT NULL, level INTEGER NOT NULL, min_series INTEGER NOT NULL, max_series INTEGER NOT NULL, from_time BIGINT NOT NULL)",
];

/** Reads which files there are, of some days or of all. Within a transaction it fits to what else that reads. */
export async function readCatalog(
  connection: DuckDBConnection,
  fromDay = Number.MIN_SAFE_INTEGER,
  toDay = Number.MAX_SAFE_INTEGER,
): Promise<SealedFile[]> {
  const found = await connection.run(
    "SELECT day, generation::DOUBLE, slice, level, min_series, max_series, from_time::DOUBLE FROM sealed_files " +
      `WHERE day BETWEEN ${fromDay} AND ${toDay} ORDER BY day, slice, level`,
  );
  return ((await found.getRows()) as number[][]).map(
    ([day, generation, slice, level, minSeries, maxSeries, fromMs]) =>
      ({ day, generation, slice, level, minSeries, maxSeries, fromMs }) as SealedFile,
  );
}

/** Writes down files, in the running transaction, in the place of all that the day had. */
export async function recordDay(
  connection: DuckDBConnection,
  day: number,
  files: readonly SealedFile[],
): Promise<void> {
  await connection.run(`DELETE FROM sealed_files WHERE day = ${day}`);
  if (files.length === 0) return;
  const rows = files.map((file) =>
    [file.day, file.generation, file.slice, file.level, file.minSeries, file.maxSeries, file.fromMs].join(
      ", ",
    ),
  );
  await connection.run(`INSERT INTO sealed_files VALUES ${rows.map((row) => `(${row})`).join(", ")}`);
}

/** Removes files that nobody records: those of a sealing that did not come to its end, or of one that was replaced. */
export function removeStrays(dir: string, recorded: readonly SealedFile[]): void {
  const folder = sealedFolder(dir);
  if (!existsSync(folder)) return;
  const known = new Set(recorded.flatMap((file) => [sealedName(file), seriesName(file)]));
  for (const day of readdirSync(folder).filter(isDayName)) {
    const names = readdirSync(join(folder, day));
    const gone = names.filter((name) => !known.has(join(day, name)) && !name.includes(".damaged-"));
    for (const name of gone) rmSync(join(folder, day, name), { force: true });
    if (gone.length === names.length) rmSync(join(folder, day), { recursive: true });
  }
}

/** Removes the folder of a day in which nothing is left. */
export function removeEmptyDay(dir: string, day: number): void {
  const folder = join(sealedFolder(dir), dayName(day));
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

/** Removes the files of one generation of a day, which nobody records. */
export function removeGeneration(dir: string, day: number, generation: number): void {
  const folder = join(sealedFolder(dir), dayName(day));
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (name.startsWith(`${generation}-`)) rmSync(join(folder, name), { force: true });
}

/**
 * Finds slices of which a file is missing. Without its samples a slice is lost, and said so; buckets that are missing are left
 * out, and the samples are read in their place.
 */
export function withoutMissing(dir: string, recorded: readonly SealedFile[]) {
  const folder = sealedFolder(dir);
  const there = recorded.filter((file) => existsSync(join(folder, sealedName(file))));
  const raw = new Set(there.filter(({ level }) => level === 0).map(({ day, slice }) => `${day}.${slice}`));
  const sound = there.filter(({ day, slice }) => raw.has(`${day}.${slice}`));
  const lost = new Set(
    recorded.filter(({ day, slice }) => !raw.has(`${day}.${slice}`)).map(({ day }) => dayName(day)),
  );
  const problems: Status["problems"] = [...lost].map((day) => ({
    code: "history_day_missing",
    message: `Files of history of ${day} are missing from ${join(folder, day)}; what they held is lost.`,
  }));
  return { sound, problems };
}
