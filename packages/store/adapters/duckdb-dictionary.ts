import { type DuckDBConnection, INTEGER, VARCHAR } from "@duckdb/node-api";
import { createLookup, type Labels, labelsKey } from "@mission-control/series";
import { labelsIn } from "../batch-codec.ts";
import { bytesOf, CHUNK_ROWS, chunkOf } from "./duckdb-columns.ts";

/**
 * The series that the database knows, mirrored in memory: labels to the number under which their samples lie, and back.
 * New ones are staged while a transaction runs.
 */
export async function loadDictionary(connection: DuckDBConnection) {
  const lookup = createLookup();
  const idOfRef: number[] = [];
  const refOfId = new Map<number, number>();
  let staged = new Map<string, { labels: Labels; id: number }>();
  let [nextId, added] = [0, 0];

  function learn(labels: Labels, id: number): void {
    const ref = lookup.add(labels);
    idOfRef[ref] = id;
    refOfId.set(id, ref);
    nextId = Math.max(nextId, id + 1);
    added++;
  }

  const known = await connection.run("SELECT id, labels FROM series");
  for (const [id, labels] of await known.getRows()) {
    learn(labelsIn(JSON.parse(String(labels)) as string[]), Number(id));
  }

  return {
    /** The number of a series, staged where it is new. */
    idOf(labels: Labels): number {
      const ref = lookup.refOf(labels);
      if (ref !== undefined) return idOfRef[ref]!;
      const key = labelsKey(labels);
      const found = staged.get(key);
      if (found !== undefined) return found.id;
      const id = nextId++;
      staged.set(key, { labels, id });
      return id;
    },
    /** Writes what is staged. */
    async writeStaged(on: DuckDBConnection): Promise<void> {
      if (staged.size === 0) return;
      const appender = await on.createAppender("series");
      const rows = [...staged.values()];
      for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
        const some = rows.slice(from, from + CHUNK_ROWS);
        const ids = Int32Array.from(some, (row) => row.id);
        const texts = some.map((row) => JSON.stringify([...row.labels].flat()));
        appender.appendDataChunk(chunkOf([INTEGER, VARCHAR], [bytesOf(ids, ids.length), texts], some.length));
      }
      appender.closeSync();
    },
    /**
     * What was staged is known from now on. Called before the commit, so that whoever sees samples finds their series; where
     * the commit fails, the mirror is thrown away and loaded anew.
     */
    settle(): void {
      for (const { labels, id } of staged.values()) learn(labels, id);
      staged = new Map();
    },
    /** Forgets series that the database has forgotten. */
    remove(ids: Iterable<number>): void {
      for (const id of ids) {
        const ref = refOfId.get(id);
        if (ref === undefined) continue;
        lookup.remove(ref);
        refOfId.delete(id);
      }
    },
    /** The numbers of all series that pass. */
    find: (matchers: Parameters<typeof lookup.find>[0]): number[] =>
      lookup.find(matchers).map((ref) => idOfRef[ref]!),
    labelsOf(id: number): Labels | undefined {
      const ref = refOfId.get(id);
      return ref === undefined ? undefined : lookup.labelsOf(ref);
    },
    /** Grows with each series that becomes known. */
    get added(): number {
      return added;
    },
    get size(): number {
      return lookup.size;
    },
  };
}

/** The series that the database knows. */
export type Dictionary = Awaited<ReturnType<typeof loadDictionary>>;
