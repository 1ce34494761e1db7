import type { DuckDBConnection } from "@duckdb/node-api";
import { readCatalog } from "./catalog.ts";
import { dayEndMs, dayOf, type SealedFile } from "./days.ts";
import { seriesOf } from "./known.ts";

/** What is to be forgotten before a time. */
export interface Forgetting {
  readonly beforeMs: number;
  readonly files: readonly SealedFile[];
  /** The series of all other files, undefined where they cannot be read: then no series is forgotten. */
  readonly kept: ReadonlySet<number> | undefined;
}

/** Finds the days that end before a time, and which series the others have. */
export async function planForgetting(
  connection: DuckDBConnection,
  dir: string,
  beforeMs: number,
): Promise<Forgetting> {
  const files = await readCatalog(connection);
  const [gone, left] = [
    files.filter(({ day }) => dayEndMs(day) < beforeMs),
    files.filter(({ day }) => dayEndMs(day) >= beforeMs),
  ];
  const kept = await seriesOf(connection, dir, left).catch(() => undefined);
  return { beforeMs, files: gone, kept };
}

/** Forgets samples before a time, and the series that have none left, whose numbers it gives. In the running transaction. */
export async function forget(
  connection: DuckDBConnection,
  { beforeMs, files, kept }: Forgetting,
): Promise<number[]> {
  await connection.run(`DELETE FROM samples WHERE time < ${beforeMs}`);
  await connection.run(
    `UPDATE sealed_files SET from_time = greatest(from_time, ${beforeMs}) WHERE day = ${dayOf(beforeMs)}`,
  );
  if (files.length > 0) {
    const days = [...new Set(files.map(({ day }) => day))];
    await connection.run(`DELETE FROM sealed_files WHERE day IN (${days.join(", ")})`);
  }
  if (kept === undefined) return [];
  const among = kept.size === 0 ? "" : `AND id NOT IN (SELECT unnest([${[...kept].join(",")}]))`;
  const gone = await connection.run(
    `DELETE FROM series WHERE id NOT IN (SELECT DISTINCT series_id FROM samples) ${among} RETURNING id`,
  );
  return (await gone.getRows()).map(([id]) => Number(id));
}
