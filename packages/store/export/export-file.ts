import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type DuckDBConnection,
  DuckDBInstance,
  DOUBLE as FLOAT,
  INTEGER,
  TIMESTAMPTZ,
  VARCHAR,
} from "@duckdb/node-api";
import { type ExportFormat, Refusal } from "@mission-control/contracts";
import { type Labels, labelsKey } from "@mission-control/series";
import { bytesOf, CHUNK_ROWS, chunkOf, setInt64 } from "../adapters/duckdb-columns.ts";
import { columnNames, quoteName, quoteText } from "./column-names.ts";
import { safeCell } from "./safe-cell.ts";

/** After so many chunks everything else has its turn: some 10 ms. */
const CHUNKS_A_TURN = 24;
/** Rows that lie unpacked in memory, some 30 bytes each, before they are packed to about a third. */
const UNPACKED_ROWS = 4_000_000;
const MEMORY_MEGABYTES = 768;
/** More names than any metric has; each is a column of the file. */
const MAX_LABEL_NAMES = 1_000;

/** One series of a part: a value for each time; where `present[i]` is 0 there is none, and no row is written. */
export interface ExportSeries {
  readonly labels: Labels;
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

/** See `openExportFile`. */
export type ExportFile = Awaited<ReturnType<typeof openExportFile>>;

/**
 * A table of values that becomes one Parquet or CSV file at `path`, by a DuckDB of its own that holds everything in memory
 * and can touch no other file. Columns are `time` (UTC), a column for each label (empty where a series has not got it) and
 * `value`; rows are in the order in which they were appended: by time, then by series.
 */
export async function openExportFile({ path, format }: { path: string; format: ExportFormat }) {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${MEMORY_MEGABYTES}MB`,
    threads: "1",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const ids = new Map<string, number>();
  const labelsOfId: Labels[] = [];
  const cell = format === "csv" ? safeCell : (text: string) => text;
  let connection: DuckDBConnection;
  let unpacked = 0;
  try {
    connection = await instance.connect();
    for (const statement of settingUp(path)) await connection.run(statement);
  } catch (error) {
    instance.closeSync();
    throw error;
  }

  function idOf(labels: Labels): number {
    const key = labelsKey(labels);
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, labelsOfId.length);
    return labelsOfId.push(labels) - 1;
  }

  async function writeLabels(names: readonly string[]): Promise<void> {
    const columns = names.map((_, i) => `, l${i} VARCHAR`).join("");
    await connection.run(`CREATE TABLE labels (series INTEGER${columns})`);
    const appender = await connection.createAppender("labels");
    const types = [INTEGER, ...names.map(() => VARCHAR)];
    for (let from = 0; from < labelsOfId.length; from += CHUNK_ROWS) {
      const some = labelsOfId.slice(from, from + CHUNK_ROWS);
      const numbers = Int32Array.from(some, (_, i) => from + i);
      const texts = names.map((name) => some.map((labels) => cell(labels.get(name) ?? "")));
      appender.appendDataChunk(chunkOf(types, [bytesOf(numbers, some.length), ...texts], some.length));
      await nextTurn();
    }
    appender.closeSync();
  }

  return {
    /** Takes the values of a part that follows those before in time. Resolves to how many rows that made. */
    async append(timesMs: Float64Array, series: readonly ExportSeries[]): Promise<number> {
      const appender = await connection.createAppender("samples");
      const seriesIds = Int32Array.from(series, ({ labels }) => idOf(labels));
      const [seriesOfRow, values] = [new Int32Array(CHUNK_ROWS), new Float64Array(CHUNK_ROWS)];
      const times = new Int32Array(CHUNK_ROWS * 2);
      let [rows, total, chunks] = [0, 0, 0];
      const flush = () => {
        const columns = [bytesOf(seriesOfRow, rows), bytesOf(times, rows * 2), bytesOf(values, rows)];
        if (rows > 0) appender.appendDataChunk(chunkOf([INTEGER, TIMESTAMPTZ, FLOAT], columns, rows));
        total += rows;
        rows = 0;
        chunks++;
      };
      for (let step = 0; step < timesMs.length; step++) {
        const micros = timesMs[step]! * 1_000;
        for (let i = 0; i < series.length; i++) {
          if (series[i]!.present[step] === 0) continue;
          seriesOfRow[rows] = seriesIds[i]!;
          setInt64(times, rows, micros);
          values[rows] = series[i]!.values[step]!;
          if (++rows < CHUNK_ROWS) continue;
          flush();
          if (chunks % CHUNKS_A_TURN === 0) await nextTurn();
        }
      }
      flush();
      appender.closeSync();
      unpacked += total;
      if (unpacked >= UNPACKED_ROWS) {
        await connection.run("FORCE CHECKPOINT kept");
        unpacked = 0;
      }
      return total;
    },
    /**
     * Writes the file; `signal` ends it.
     * @throws Refusal `too_costly` where it needs more memory than it may, `disk_full`; the signal's reason.
     */
    async finish(signal?: AbortSignal): Promise<void> {
      const names = [...new Set(labelsOfId.flatMap((labels) => [...labels.keys()]))].sort();
      if (names.length > MAX_LABEL_NAMES)
        throw new Refusal(
          "too_costly",
          `These series have ${names.length} label names; narrow the selector.`,
        );
      const stop = () => connection.interrupt();
      signal?.addEventListener("abort", stop, { once: true });
      try {
        signal?.throwIfAborted();
        await writeLabels(names);
        signal?.throwIfAborted();
        await connection.run(copyStatement(path, format, names));
      } catch (error) {
        signal?.throwIfAborted();
        throw faultOf(error);
      } finally {
        signal?.removeEventListener("abort", stop);
      }
    },
    /** Lets go of the table; the file stays. */
    close(): void {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const settingUp = (path: string): string[] => [
  // Packed in memory, where a plain one is not.
  "ATTACH ':memory:' AS kept (COMPRESS)",
  "USE kept",
  "CREATE TABLE samples (series INTEGER, time TIMESTAMPTZ, value DOUBLE)",
  "SET temp_directory = ''",
  // A join that swapped its sides would lose the order of the rows.
  "SET disabled_optimizers = 'join_order,build_side_probe_side'",
  `SET allowed_paths = [${quoteText(path)}]`,
  "SET enable_external_access = false",
  "SET lock_configuration = true",
];

function copyStatement(path: string, format: ExportFormat, names: readonly string[]): string {
  const named = columnNames(names, ["time", "value"]);
  // A time with a zone would be told in the machine's own.
  const time =
    format === "csv" ? "strftime(make_timestamp(epoch_us(time)), '%Y-%m-%dT%H:%M:%S.%gZ') AS time" : "time";
  const columns = named
    .map((name, i) => `, nullif(l${i}, '') AS ${quoteName(safeName(name, format))}`)
    .join("");
  const how = format === "csv" ? "FORMAT csv, HEADER true" : "FORMAT parquet, COMPRESSION zstd";
  return `COPY (SELECT ${time}${columns}, value FROM samples JOIN labels USING (series)) TO ${quoteText(path)} (${how}, USE_TMP_FILE false)`;
}

const safeName = (name: string, format: ExportFormat) => (format === "csv" ? safeCell(name) : name);

function faultOf(error: unknown): unknown {
  if (/Out of Memory/i.test(String(error)))
    return new Refusal("too_costly", "There is more than can be exported at once; narrow the range.", {
      cause: error,
    });
  if (/No space left|disk quota/i.test(String(error)))
    return new Refusal("disk_full", "The disk is full; nothing was exported.", { cause: error });
  return error;
}
