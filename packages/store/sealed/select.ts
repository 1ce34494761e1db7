import type { DuckDBConnection } from "@duckdb/node-api";
import type { Matcher, Series } from "@mission-control/series";
import { readRows } from "../adapters/duckdb-columns.ts";
import type { Dictionary } from "../adapters/duckdb-dictionary.ts";
import { mergeSamples, type SampleColumns } from "../merge.ts";
import { readCatalog } from "./catalog.ts";
import { dayOf, type SealedFile } from "./days.ts";
import { groupRows, lastOfEach } from "./group.ts";
import { filesIn } from "./rollup-sql.ts";
import { afterCuts, amongIds, boundsOf, filesFor, pathsOf, type Wanted } from "./wanted.ts";

/** The samples of all series that pass, each ascending, once a time: from the table and from the files of sealed days. */
export async function selectSeries(
  connection: DuckDBConnection,
  dictionary: Dictionary,
  asked: { dir: string; matchers: readonly Matcher[]; startMs: number; endMs: number },
): Promise<Series[]> {
  if (!(asked.startMs <= asked.endMs)) return [];
  const bounds = boundsOf(asked.startMs, asked.endMs);
  for (;;) {
    const known = dictionary.added;
    const found = dictionary.find(asked.matchers).sort((a, b) => a - b);
    const ids = found.length === dictionary.size ? undefined : found;
    const samples =
      found.length === 0 ? undefined : await readSamples(connection, { dir: asked.dir, ids, ...bounds });
    // A series that became known meanwhile may have samples in the batch whose others were read: read again.
    if (dictionary.added === known) return samples === undefined ? [] : labelled(samples, dictionary);
  }
}

function labelled(samples: ReadonlyMap<number, SampleColumns>, dictionary: Dictionary): Series[] {
  const out: Series[] = [];
  for (const [id, columns] of samples) {
    const labels = dictionary.labelsOf(id);
    if (labels !== undefined && columns.timesMs.length > 0) out.push({ labels, ...columns });
  }
  return out;
}

/** Reads table and files in one transaction, so that a day being sealed meanwhile is seen once. */
async function readSamples(
  connection: DuckDBConnection,
  wanted: Wanted,
): Promise<Map<number, SampleColumns>> {
  await connection.run("BEGIN TRANSACTION READ ONLY");
  const files = await readCatalog(connection, dayOf(wanted.startMs), dayOf(wanted.endMs));
  const sealed = await readFiles(
    connection,
    files.filter(({ level }) => level === 0),
    wanted,
  );
  const waiting = await readTable(connection, wanted);
  await connection.run("COMMIT");
  for (const [id, samples] of waiting) {
    const older = sealed.get(id);
    sealed.set(id, older === undefined ? samples : mergeSamples(older, samples));
  }
  return sealed;
}

/** What is not sealed, or came after its day was. */
async function readTable(connection: DuckDBConnection, wanted: Wanted): Promise<Map<number, SampleColumns>> {
  const result = await connection.run(
    `SELECT series_id, time::DOUBLE, value FROM samples WHERE ${conditionOf(wanted)} ORDER BY series_id, time, position`,
  );
  const out = new Map<number, SampleColumns>();
  for (const [id, [timesMs, values]] of groupRows(await readRows(result, 2)))
    out.set(id, lastOfEach(timesMs!, values!));
  return out;
}

/** The samples in files, which come in order of day, series and time. */
async function readFiles(
  connection: DuckDBConnection,
  files: readonly SealedFile[],
  wanted: Wanted,
): Promise<Map<number, SampleColumns>> {
  const paths = pathsOf(wanted.dir, filesFor(files, wanted));
  const out = new Map<number, SampleColumns>();
  if (paths.length === 0) return out;
  const result = await connection.run(
    `SELECT series_id, time::DOUBLE, value FROM ${filesIn(paths)} WHERE ${conditionOf(wanted)}${afterCuts(files)}`,
  );
  for (const [id, [timesMs, values]] of groupRows(await readRows(result, 2)))
    out.set(id, { timesMs: timesMs!, values: values! });
  return out;
}

const conditionOf = (wanted: Wanted) =>
  `time BETWEEN ${wanted.startMs} AND ${wanted.endMs}${amongIds(wanted)}`;
