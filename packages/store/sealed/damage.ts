import { renameSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Status } from "@mission-control/contracts";
import { readCatalog } from "./catalog.ts";
import { dayName, type SealedFile, sealedFolder, sealedName } from "./days.ts";
import { filesIn } from "./rollup-sql.ts";
import { pathsOf } from "./wanted.ts";

/** A fault while files were read: one of them may be the cause. */
export class SealedFault extends Error {
  readonly files: readonly SealedFile[];
  constructor(files: readonly SealedFile[], cause: unknown) {
    super("files of sealed days cannot be read", { cause });
    this.files = files;
  }
}

/** Runs what reads files. @throws SealedFault where it fails and there are any. */
export async function fromFiles<T>(files: readonly SealedFile[], job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    throw files.length === 0 ? error : new SealedFault(files, error);
  }
}

/** Whether DuckDB says that a file is no good, or not there, and not that it cannot read it now. */
const isDamage = (error: unknown) =>
  /Invalid (Input )?Error|Serialization Error|Corrupt|No files found/.test(String(error));

/** Those of some files that cannot be read to their end. @throws Error where that cannot be told now. */
export async function findDamaged(
  connection: DuckDBConnection,
  dir: string,
  suspects: readonly SealedFile[],
): Promise<SealedFile[]> {
  const damaged: SealedFile[] = [];
  for (const file of suspects) {
    try {
      await connection.run(`SELECT bit_xor(hash(COLUMNS(*))) FROM ${filesIn(pathsOf(dir, [file]))}`);
    } catch (error) {
      if (!isDamage(error)) throw error;
      damaged.push(file);
    }
  }
  return damaged;
}

/**
 * Strikes damaged files out of the record, in the running transaction, and gives them as they are recorded now. Buckets are made
 * anew from the samples; where those are damaged, all that is made of them goes too, as it could not be sealed again.
 */
export async function forgetDamaged(
  writer: DuckDBConnection,
  damaged: readonly SealedFile[],
): Promise<SealedFile[]> {
  const names = new Set(damaged.map(sealedName));
  const recorded = await readCatalog(writer);
  const lost = new Set(
    recorded.filter((file) => file.level === 0 && names.has(sealedName(file))).map(sliceOf),
  );
  const gone = recorded.filter((file) => names.has(sealedName(file)) || lost.has(sliceOf(file)));
  for (const { day, slice, level } of gone)
    await writer.run(`DELETE FROM sealed_files WHERE day = ${day} AND slice = ${slice} AND level = ${level}`);
  return gone;
}

const sliceOf = ({ day, slice }: SealedFile) => `${day}.${slice}`;

/** Renames a file so that it stays and does not count, and says so where samples are lost. */
export function setAside(
  dir: string,
  file: SealedFile,
  nowMs: number,
): Status["problems"][number] | undefined {
  const path = join(sealedFolder(dir), sealedName(file));
  const aside = `${path}.damaged-${nowMs}`;
  try {
    renameSync(path, aside);
  } catch {
    // It is not there: nothing to set aside.
  }
  if (file.level !== 0) return undefined;
  const message =
    `A file of history of ${dayName(file.day)} is damaged and has been set aside as ${aside}: ` +
    "series that it held have a gap on that day. The rest is sound.";
  return { code: "history_day_damaged", message };
}
