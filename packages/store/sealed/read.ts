import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "../adapters/duckdb-columns.ts";
import { cutSamples, type SampleColumns } from "../merge.ts";
import type { SealedFile } from "./days.ts";
import { COLUMNS, foldBuckets } from "./fold.ts";
import { groupRows, lastOfEach, scatterRows } from "./group.ts";
import type { Span } from "./plan.ts";
import { filesIn } from "./rollup-sql.ts";
import { afterCuts, amongIds, pathsOf, type Wanted } from "./wanted.ts";

/** The samples of each series, by its number. */
export type Found = Map<number, SampleColumns>;

/**
 * What is not sealed, or came after its day was. Rows come as they were written, which is nearly always by time; only where a
 * series is not in order, or has a time twice, the database sorts them, as that takes longer than all else.
 */
export async function readTable(connection: DuckDBConnection, wanted: Wanted): Promise<Found> {
  const query = `SELECT series_id, time::DOUBLE, value FROM samples WHERE ${within(wanted)}${amongIds(wanted)}`;
  const written = await scatterRows(await readRows(await connection.run(query), 2));
  if (written !== undefined) return written;
  const result = await connection.run(`${query} ORDER BY series_id, time, position`);
  const out: Found = new Map();
  for await (const [id, [timesMs, values]] of groupRows(await readRows(result, 2)))
    out.set(id, lastOfEach(timesMs!, values!));
  return out;
}

/** The samples in files. They come in order of day, series and time. */
export async function readFiles(
  connection: DuckDBConnection,
  files: readonly SealedFile[],
  wanted: Wanted,
  condition = within(wanted),
): Promise<Found> {
  const out: Found = new Map();
  if (files.length === 0) return out;
  const result = await connection.run(
    `SELECT series_id, time::DOUBLE, value FROM ${filesIn(pathsOf(wanted.dir, files))} ` +
      `WHERE ${condition}${afterCuts(files)}${amongIds(wanted)}`,
  );
  for await (const [id, [timesMs, values]] of groupRows(await readRows(result, 2)))
    out.set(id, { timesMs: timesMs!, values: values! });
  return out;
}

/** The samples before and after a span. */
export function readEdges(
  connection: DuckDBConnection,
  files: readonly SealedFile[],
  wanted: Wanted,
  { afterMs, toMs }: Span,
): Promise<Found> {
  const { startMs, endMs } = wanted;
  const condition = `(time BETWEEN ${startMs} AND ${afterMs} OR time BETWEEN ${toMs + 1} AND ${endMs})`;
  return readFiles(connection, files, wanted, condition);
}

/** The buckets of a span, as samples; undefined where they do not suffice. */
export async function readBuckets(
  connection: DuckDBConnection,
  files: readonly SealedFile[],
  wanted: Wanted,
  { rollup, afterMs, toMs }: Span,
): Promise<Found | undefined> {
  const out: Found = new Map();
  if (files.length === 0) return out;
  const { startMs, stepMs, rangeMs } = rollup.hint;
  const columns = COLUMNS[rollup.kind];
  // Steps may be further apart than windows are long.
  const inWindows =
    stepMs <= rangeMs ? "" : ` AND ((${startMs} - time) % ${stepMs} + ${stepMs}) % ${stepMs} < ${rangeMs}`;
  const result = await connection.run(
    `SELECT series_id, ${columns.map((column) => `${column}::DOUBLE`).join(", ")} ` +
      `FROM ${filesIn(pathsOf(wanted.dir, files))} ` +
      `WHERE time > ${afterMs} AND time <= ${toMs}${inWindows}${amongIds(wanted)}`,
  );
  for await (const [id, found] of groupRows(await readRows(result, columns.length))) {
    const samples = foldBuckets(found, rollup);
    if (samples === undefined) return undefined;
    out.set(id, cutSamples(samples, wanted.startMs, wanted.endMs));
  }
  return out;
}

const within = ({ startMs, endMs }: Wanted) => `time BETWEEN ${startMs} AND ${endMs}`;
