import { existsSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Status } from "@mission-control/contracts";
import { recordDay } from "./catalog.ts";
import { DAY_MS, isDayName, LEVELS, type SealedFile, sealedFolder, sealedName, seriesName } from "./days.ts";
import { filesIn } from "./rollup-sql.ts";

/** The files of one generation of a day, as their names tell of them. */
interface Generation {
  readonly day: number;
  readonly files: readonly SealedFile[];
}

/**
 * Takes the days that lie in files into a database that knows no series: it is new because the one before was damaged. Of each
 * day the newest generation counts that came to its end. A day that cannot be read is set aside.
 */
export async function adoptDays(
  writer: DuckDBConnection,
  dir: string,
  nowMs: number,
): Promise<Status["problems"]> {
  const known = await writer.run("SELECT 1 FROM series LIMIT 1");
  const folder = sealedFolder(dir);
  if (known.rowCount > 0 || !existsSync(folder)) return [];
  const problems: Status["problems"] = [];
  let adopted = 0;
  for (const name of readdirSync(folder).filter(isDayName).sort()) {
    const newest = newestOf(folder, name);
    if (newest === undefined) continue;
    try {
      await adopt(writer, folder, newest);
      adopted++;
    } catch (error) {
      await writer.run("ROLLBACK");
      const aside = join(folder, `${name}.damaged-${nowMs}`);
      renameSync(join(folder, name), aside);
      const message = `History of ${name} cannot be read (${String(error)}) and has been set aside as ${aside}.`;
      problems.push({ code: "history_day_damaged", message });
    }
  }
  if (adopted > 0) {
    const message = `The new database has taken over ${adopted} days of history, which lay in files of their own.`;
    problems.push({ code: "history_days_adopted", message });
  }
  return problems;
}

async function adopt(writer: DuckDBConnection, folder: string, { day, files }: Generation): Promise<void> {
  await writer.run("BEGIN");
  const series = filesIn([join(folder, seriesName(files[0]!))]);
  await writer.run(`INSERT INTO series FROM ${series} WHERE id NOT IN (SELECT id FROM series)`);
  const bounded: SealedFile[] = [];
  for (const file of files) {
    const found = await writer.run(
      `SELECT min(series_id), max(series_id) FROM ${filesIn([join(folder, sealedName(file))])}`,
    );
    const [minSeries, maxSeries] = (await found.getRows())[0] as [number, number];
    bounded.push({ ...file, minSeries, maxSeries });
  }
  await recordDay(writer, day, bounded);
  await writer.run("COMMIT");
}

function newestOf(folder: string, name: string): Generation | undefined {
  const names = new Set(readdirSync(join(folder, name)).map((file) => join(name, file)));
  const numbersIn = (form: RegExp) =>
    [...names].flatMap((file) => {
      const number = form.exec(file)?.[1];
      return number === undefined ? [] : [Number(number)];
    });
  const generation = Math.max(...numbersIn(/(\d+)-series\.parquet$/));
  if (!Number.isFinite(generation)) return undefined;
  const day = Date.parse(name) / DAY_MS;
  const slices = numbersIn(new RegExp(`\\D${generation}-(\\d+)-raw\\.parquet$`));
  const files = slices
    .flatMap((slice) =>
      LEVELS.map(
        (level): SealedFile => ({ day, generation, slice, level, minSeries: 0, maxSeries: 0, fromMs: 0 }),
      ),
    )
    .filter((file) => names.has(sealedName(file)));
  return files.length === 0 ? undefined : { day, files };
}
