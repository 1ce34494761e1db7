import { DAY_MS } from "./days.ts";

/** Rows in a group of a file: about those of two series of a day, so that one series needs little of a file. */
const ROW_GROUP = 16_384;

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A list of files as SQL has it. */
export const filesIn = (paths: readonly string[]): string =>
  `read_parquet([${paths.map(quoted).join(", ")}])`;

/** Writes what a query gives to a file. */
export const copyTo = (query: string, path: string): string =>
  `COPY (${query}) TO ${quoted(path)} ` +
  `(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2, ROW_GROUP_SIZE ${ROW_GROUP})`;

/** All samples of a day: those that wait in the table, and those of the files it was sealed in before, which count less. */
export function rowsOf(day: number, sealed: readonly string[] = [], fromMs = 0): string {
  const within = `time > ${day * DAY_MS} AND time <= ${(day + 1) * DAY_MS}`;
  const waiting = `SELECT series_id, time, value, position FROM samples WHERE ${within}`;
  if (sealed.length === 0) return waiting;
  return `${waiting} UNION ALL SELECT series_id, time, value, -1 AS position FROM ${filesIn(sealed)} WHERE time >= ${fromMs}`;
}

/** The samples of some series, sorted by (series, time); of those with one series and time the last. */
export const samplesSql = (rows: string, minSeries: number, maxSeries: number): string => `
  SELECT series_id, time, value FROM (
    SELECT *, lead(series_id) OVER w AS next_series, lead(time) OVER w AS next_time
    FROM (${rows}) WHERE series_id BETWEEN ${minSeries} AND ${maxSeries}
    WINDOW w AS (ORDER BY series_id, time, position))
  WHERE next_time IS DISTINCT FROM time OR next_series IS DISTINCT FROM series_id
  ORDER BY series_id, time`;

/** Samples as buckets of one sample each. */
const SAMPLES_AS_BUCKETS = `series_id, time AS first_time, time AS last_time, value AS first, value AS last,
  value AS min, value AS max, value AS sum, 1 AS count, NULL::BIGINT AS previous_time, 0::DOUBLE AS lost`;

/**
 * Buckets of `bucketMs`, made of samples or of smaller buckets. A bucket is left-open and stamped with its end. `lost` is what
 * a counter lost by resets within it, so that it grew by last - first + lost; `previous_time` is that of its last sample but
 * one. NaN is a minimum or maximum only where all is NaN, and a sum keeps what rounding loses where it is finite, both as
 * PromQL's functions have it.
 */
export function bucketsSql(from: string, bucketMs: number, ofSamples: boolean): string {
  const buckets = ofSamples ? `SELECT ${SAMPLES_AS_BUCKETS} FROM ${from}` : `FROM ${from}`;
  return `
  SELECT series_id, bucket AS time,
    coalesce(min(min) FILTER (NOT isnan(min)), 'nan') AS min,
    coalesce(max(max) FILTER (NOT isnan(max)), 'nan') AS max,
    CASE WHEN isfinite(sum(sum)) THEN fsum(sum) ELSE sum(sum) END AS sum,
    sum(count)::BIGINT AS count,
    min(first_time) AS first_time, arg_min(first, first_time) AS first,
    max(last_time) AS last_time, arg_max(last, last_time) AS last,
    max(coalesce(previous_time, CASE WHEN follows THEN last_before_time END)) AS previous_time,
    sum(lost + CASE WHEN follows AND first < last_before AND NOT isnan(last_before) THEN last_before ELSE 0 END) AS lost
  FROM (
    SELECT *, before = series_id AND last_before_time > bucket - ${bucketMs} AS follows FROM (
      SELECT *, (first_time + ${bucketMs - 1}) // ${bucketMs} * ${bucketMs} AS bucket,
        lag(series_id) OVER w AS before, lag(last_time) OVER w AS last_before_time, lag(last) OVER w AS last_before
      FROM (${buckets}) WINDOW w AS (ORDER BY series_id, last_time)))
  GROUP BY series_id, bucket ORDER BY series_id, bucket`;
}
