import { setImmediate as nextTurn } from "node:timers/promises";
import { BIGINT, DOUBLE, type DuckDBConnection, INTEGER, LIST, listValue } from "@duckdb/node-api";
import type { Labels, Matcher, Samples, Series } from "@mission-control/series";
import { bytesOf, CHUNK_ROWS, chunkOf, readSampleColumns, setInt64 } from "./duckdb-columns.ts";
import type { Dictionary } from "./duckdb-dictionary.ts";

/** After so many chunks everything else has its turn: some 10 ms. */
const CHUNKS_A_TURN = 24;
const TYPES = [INTEGER, BIGINT, DOUBLE, BIGINT];

/**
 * Appends samples in the running transaction, in the order they came: row groups then cover short times, and DuckDB's
 * minima and maxima keep a query from reading others. `position` grows with each row; of rows with one series and time the
 * last counts, and reading drops the others.
 */
export async function appendSamples(
  connection: DuckDBConnection,
  dictionary: Dictionary,
  all: readonly Samples[],
  startPosition: number,
): Promise<number> {
  const appender = await connection.createAppender("samples");
  const ids = new Int32Array(CHUNK_ROWS);
  const times = new Int32Array(CHUNK_ROWS * 2);
  const values = new Float64Array(CHUNK_ROWS);
  const positions = new Int32Array(CHUNK_ROWS * 2);
  let [rows, chunks, position] = [0, 0, startPosition];

  async function flush(): Promise<void> {
    if (rows === 0) return;
    const columns = [
      bytesOf(ids, rows),
      bytesOf(times, rows * 2),
      bytesOf(values, rows),
      bytesOf(positions, rows * 2),
    ];
    appender.appendDataChunk(chunkOf(TYPES, columns, rows));
    rows = 0;
    if (++chunks % CHUNKS_A_TURN === 0) await nextTurn();
  }

  for (const samples of all) {
    const idOfRef = Int32Array.from(samples.labels, (labels) => dictionary.idOf(labels));
    for (let i = 0; i < samples.timesMs.length; i++) {
      const timeMs = samples.timesMs[i]!;
      if (!Number.isFinite(timeMs)) continue;
      ids[rows] = idOfRef[samples.refs[i]!]!;
      setInt64(times, rows, Math.floor(timeMs));
      values[rows] = samples.values[i]!;
      setInt64(positions, rows, position++);
      if (++rows === CHUNK_ROWS) await flush();
    }
  }
  await flush();
  appender.closeSync();
  return position;
}

/** The samples of all series that pass, each ascending, once a time. */
export async function selectSamples(
  connection: DuckDBConnection,
  dictionary: Dictionary,
  matchers: readonly Matcher[],
  startMs: number,
  endMs: number,
): Promise<Series[]> {
  if (!(startMs <= endMs)) return [];
  for (;;) {
    const known = dictionary.added;
    const wanted = dictionary.find(matchers);
    const rows =
      wanted.length === 0 ? undefined : await readRows(connection, dictionary, wanted, startMs, endMs);
    // A series that became known meanwhile may have samples in the batch whose others were read: read again.
    if (dictionary.added === known) return rows === undefined ? [] : seriesIn(rows, dictionary);
  }
}

async function readRows(
  connection: DuckDBConnection,
  dictionary: Dictionary,
  wanted: readonly number[],
  startMs: number,
  endMs: number,
) {
  const every = wanted.length === dictionary.size;
  const filter = every ? "" : "AND series_id IN (SELECT unnest($3))";
  const result = await connection.run(
    `SELECT series_id, time::DOUBLE, value FROM samples WHERE time BETWEEN $1 AND $2 ${filter} ` +
      "ORDER BY series_id, time, position",
    every ? [...boundsOf(startMs, endMs)] : [...boundsOf(startMs, endMs), listValue(wanted)],
    every ? [BIGINT, BIGINT] : [BIGINT, BIGINT, LIST(INTEGER)],
  );
  return readSampleColumns(result);
}

/** Cuts rows ordered by series, time and position into series; of equal times the last stays. */
function seriesIn(
  rows: { ids: Int32Array; timesMs: Float64Array; values: Float64Array },
  dictionary: Dictionary,
): Series[] {
  const { ids, timesMs, values } = rows;
  const out: Series[] = [];
  let from = 0;
  while (from < ids.length) {
    const id = ids[from]!;
    let [kept, to] = [from, from + 1];
    for (; to < ids.length && ids[to] === id; to++) {
      if (timesMs[to] !== timesMs[kept]) kept++;
      timesMs[kept] = timesMs[to]!;
      values[kept] = values[to]!;
    }
    const labels = dictionary.labelsOf(id);
    if (labels !== undefined) {
      out.push({ labels, timesMs: timesMs.slice(from, kept + 1), values: values.slice(from, kept + 1) });
    }
    from = to;
  }
  return out;
}

/** The labels of all series that pass one of the sets and have a sample in the time. */
export async function findSeries(
  connection: DuckDBConnection,
  dictionary: Dictionary,
  matcherSets: readonly (readonly Matcher[])[],
  startMs: number,
  endMs: number,
): Promise<Labels[]> {
  const wanted = new Set(matcherSets.flatMap((matchers) => dictionary.find(matchers)));
  if (wanted.size === 0 || !(startMs <= endMs)) return [];
  const result = await connection.run(
    "SELECT DISTINCT series_id FROM samples WHERE time BETWEEN $1 AND $2",
    [...boundsOf(startMs, endMs)],
    [BIGINT, BIGINT],
  );
  const found: Labels[] = [];
  for (const [id] of await result.getRows()) {
    const labels = wanted.has(Number(id)) ? dictionary.labelsOf(Number(id)) : undefined;
    if (labels !== undefined) found.push(labels);
  }
  return found;
}

/** Forgets samples before a time, and the series that have none left. */
export async function dropSamplesBefore(connection: DuckDBConnection, timeMs: number): Promise<number[]> {
  await connection.run("DELETE FROM samples WHERE time < $1", [wholeMs(Math.ceil(timeMs))], [BIGINT]);
  const gone = await connection.run(
    "DELETE FROM series WHERE id NOT IN (SELECT DISTINCT series_id FROM samples) RETURNING id",
  );
  return (await gone.getRows()).map(([id]) => Number(id));
}

const boundsOf = (startMs: number, endMs: number): [bigint, bigint] => [
  wholeMs(Math.ceil(startMs)),
  wholeMs(Math.floor(endMs)),
];

/** A time as DuckDB takes it; the infinities become the last times there are. */
export function wholeMs(timeMs: number): bigint {
  return BigInt(Math.min(Number.MAX_SAFE_INTEGER, Math.max(Number.MIN_SAFE_INTEGER, timeMs)));
}
