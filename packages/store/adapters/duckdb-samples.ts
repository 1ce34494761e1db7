import { setImmediate as nextTurn } from "node:timers/promises";
import { BIGINT, DOUBLE, type DuckDBConnection, INTEGER } from "@duckdb/node-api";
import type { Samples } from "@mission-control/series";
import { bytesOf, CHUNK_ROWS, chunkOf, setInt64 } from "./duckdb-columns.ts";
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

/** A time as DuckDB takes it; the infinities become the last times there are. */
export function wholeMs(timeMs: number): bigint {
  return BigInt(Math.min(Number.MAX_SAFE_INTEGER, Math.max(Number.MIN_SAFE_INTEGER, timeMs)));
}
