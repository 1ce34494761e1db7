import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { readCatalog } from "./catalog.ts";
import { type SealedFile, sealedFolder, sealedName } from "./days.ts";

/**
 * What the bytes of each file were when it was written, by its name. Neither the pages
 * of Parquet nor zstd's frames have checksums as DuckDB writes them: a byte that a disk changes may be another value.
 */
export const CHECKSUMS_SCHEMA = [
  "CREATE TABLE IF NOT EXISTS sealed_checksums (name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL)",
];

/** Read at once: a millisecond of hashing, between which everything else has its turn. */
const CHUNK_BYTES = 256 * 1024;

/** SHA-256 of files by their names. */
export type Checksums = ReadonlyMap<string, string>;

/** Those of files as they are now; a file that is not there is left out. @throws the signal's reason, or what a disk says. */
export async function checksumsOf(
  dir: string,
  files: readonly SealedFile[],
  signal: AbortSignal,
): Promise<Checksums> {
  const sums = new Map<string, string>();
  for (const file of files) {
    const name = sealedName(file);
    signal.throwIfAborted();
    const hash = createHash("sha256");
    try {
      const bytes = createReadStream(join(sealedFolder(dir), name), { highWaterMark: CHUNK_BYTES, signal });
      for await (const chunk of bytes) hash.update(chunk as Buffer);
    } catch (error) {
      signal.throwIfAborted();
      // Another generation took its place meanwhile.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") continue;
      throw error;
    }
    sums.set(name, hash.digest("hex"));
  }
  return sums;
}

/** Those that are written down. */
export async function readChecksums(connection: DuckDBConnection): Promise<Checksums> {
  const found = await connection.run("SELECT name, sha256 FROM sealed_checksums");
  return new Map((await found.getRows()) as [string, string][]);
}

/** Writes them down, in the running transaction, and forgets those of files that are neither among them nor recorded. */
export async function recordChecksums(writer: DuckDBConnection, sums: Checksums): Promise<void> {
  const recorded = (await readCatalog(writer)).map(sealedName);
  const before = await readChecksums(writer);
  const kept = [...recorded].flatMap((name) => {
    const sum = sums.get(name) ?? before.get(name);
    return sum === undefined ? [] : [`('${name}', '${sum}')`];
  });
  await writer.run("DELETE FROM sealed_checksums");
  if (kept.length > 0) await writer.run(`INSERT INTO sealed_checksums VALUES ${kept.join(", ")}`);
}
