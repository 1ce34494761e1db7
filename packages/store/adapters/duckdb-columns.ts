import { DuckDBDataChunk, type DuckDBMaterializedResult, type DuckDBType } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";

/** DuckDB takes at most this many rows in one chunk. */
export const CHUNK_ROWS = 2048;

/**
 * A chunk of `rows` rows. A column is the bytes of its numbers as DuckDB has them (little-endian, without gaps), or texts.
 * The wrapper's own setters make an object of each value; this copies.
 */
export function chunkOf(
  types: readonly DuckDBType[],
  columns: readonly (Uint8Array<ArrayBuffer> | readonly string[])[],
  rows: number,
): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(types, rows);
  for (const [i, column] of columns.entries()) {
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, i);
    if (column instanceof Uint8Array) {
      duckdb.copy_data_to_vector(vector, 0, column.buffer, column.byteOffset, column.byteLength);
    } else {
      // By bytes and length: the call that takes a string ends it at a NUL.
      for (const [row, text] of column.entries()) {
        duckdb.vector_assign_string_element_len(vector, row, Buffer.from(text));
      }
    }
  }
  return chunk;
}

/** The bytes of the first `rows` numbers of a column. */
export function bytesOf(column: Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>, rows: number) {
  return new Uint8Array(column.buffer, column.byteOffset, rows * column.BYTES_PER_ELEMENT);
}

/** Writes a whole number as a 64-bit integer into two halves, without a BigInt for each. */
export function setInt64(halves: Int32Array, index: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  halves[index * 2] = value - high * 2 ** 32;
  halves[index * 2 + 1] = high;
}

/** Rows as columns: a whole number, which groups rows that follow each other, and `doubles` numbers. */
export interface Rows {
  readonly ids: Int32Array;
  readonly columns: readonly Float64Array[];
}

/** Reads rows of (integer, double, double...) as one query gave them. None may be NULL. */
export async function readRows(result: DuckDBMaterializedResult, doubles: number): Promise<Rows> {
  const rows = result.rowCount;
  const ids = new Int32Array(rows);
  const columns = Array.from({ length: doubles }, () => new Float64Array(rows));
  let at = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    const count = chunk?.rowCount ?? 0;
    if (chunk === null || count === 0) break;
    const dataOf = (column: number, bytes: number) =>
      duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk.chunk, column), bytes);
    copyInto(ids, at, dataOf(0, count * 4));
    for (const [i, column] of columns.entries()) copyInto(column, at, dataOf(i + 1, count * 8));
    at += count;
  }
  return { ids, columns };
}

function copyInto(column: Int32Array | Float64Array, at: number, bytes: Uint8Array): void {
  new Uint8Array(column.buffer).set(bytes, at * column.BYTES_PER_ELEMENT);
}
