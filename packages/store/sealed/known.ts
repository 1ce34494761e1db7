import type { DuckDBConnection } from "@duckdb/node-api";
import type { Labels, Matcher } from "@mission-control/series";
import type { Dictionary } from "../adapters/duckdb-dictionary.ts";
import { readCatalog } from "./catalog.ts";
import { fromFiles } from "./damage.ts";
import { DAY_MS, dayEndMs, dayOf, type SealedFile } from "./days.ts";
import { filesIn } from "./rollup-sql.ts";
import { afterCuts, boundsOf, pathsOf } from "./wanted.ts";

/** The labels of all series that pass one of the sets and have a sample in the time. */
export async function findSeries(
  connection: DuckDBConnection,
  dictionary: Dictionary,
  asked: { dir: string; sets: readonly (readonly Matcher[])[]; startMs: number; endMs: number },
): Promise<Labels[]> {
  const wanted = new Set(asked.sets.flatMap((matchers) => dictionary.find(matchers)));
  if (wanted.size === 0 || !(asked.startMs <= asked.endMs)) return [];
  const found: Labels[] = [];
  for (const id of await seriesWithin(connection, asked)) {
    const labels = wanted.has(id) ? dictionary.labelsOf(id) : undefined;
    if (labels !== undefined) found.push(labels);
  }
  return found;
}

/** The numbers of all series that have a sample in the time, in the table or in a file. */
async function seriesWithin(
  connection: DuckDBConnection,
  { dir, startMs, endMs }: { dir: string; startMs: number; endMs: number },
): Promise<Set<number>> {
  await connection.run("BEGIN TRANSACTION READ ONLY");
  const bounds = boundsOf(startMs, endMs);
  const files = await readCatalog(connection, dayOf(bounds.startMs), dayOf(bounds.endMs));
  const within = `time BETWEEN ${bounds.startMs} AND ${bounds.endMs}`;
  const isWhole = ({ day, fromMs }: SealedFile) =>
    Math.max(bounds.startMs, fromMs) <= day * DAY_MS + 1 && dayEndMs(day) <= bounds.endMs;
  const partly = files.filter((file) => file.level === 0 && !isWhole(file));
  const parts = [
    `SELECT series_id FROM samples WHERE ${within}`,
    selectFrom(pathsOf(dir, coarsest(files.filter(isWhole))), ""),
    selectFrom(pathsOf(dir, partly), `WHERE ${within}${afterCuts(partly)}`),
  ];
  const query = parts.filter((part) => part !== "").join(" UNION ALL ");
  const found = await fromFiles(files, () => connection.run(`SELECT DISTINCT series_id FROM (${query})`));
  const ids = new Set((await found.getRows()).map(([id]) => Number(id)));
  await connection.run("COMMIT");
  return ids;
}

/** The numbers of all series that any of the files has. */
export async function seriesOf(
  connection: DuckDBConnection,
  dir: string,
  files: readonly SealedFile[],
): Promise<Set<number>> {
  const query = selectFrom(pathsOf(dir, coarsest(files)), "");
  if (query === "") return new Set();
  const found = await connection.run(`SELECT DISTINCT series_id FROM (${query})`);
  return new Set((await found.getRows()).map(([id]) => Number(id)));
}

const selectFrom = (paths: readonly string[], where: string) =>
  paths.length === 0 ? "" : `SELECT series_id FROM ${filesIn(paths)} ${where}`;

/** The file of each slice that has the fewest rows. */
function coarsest(files: readonly SealedFile[]): SealedFile[] {
  const bySlice = new Map<string, SealedFile>();
  for (const file of files) {
    const key = `${file.day}.${file.slice}`;
    const known = bySlice.get(key);
    if (known === undefined || known.level < file.level) bySlice.set(key, file);
  }
  return [...bySlice.values()];
}
