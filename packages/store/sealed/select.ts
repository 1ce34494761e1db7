import type { DuckDBConnection } from "@duckdb/node-api";
import type { Matcher, SelectHint, Series } from "@mission-control/series";
import type { Dictionary } from "../adapters/duckdb-dictionary.ts";
import { mergeSamples, type SampleColumns } from "../merge.ts";
import { readCatalog } from "./catalog.ts";
import { fromFiles } from "./damage.ts";
import { dayOf, type SealedFile } from "./days.ts";
import { layPlan } from "./plan.ts";
import { type Found, readBuckets, readEdges, readFiles, readTable } from "./read.ts";
import { type Rollup, rollupOf } from "./rollup.ts";
import { boundsOf, filesFor, type Wanted } from "./wanted.ts";

/** What is asked of history. */
export interface Asked {
  readonly dir: string;
  readonly matchers: readonly Matcher[];
  readonly startMs: number;
  readonly endMs: number;
  readonly hint?: SelectHint | undefined;
}

/**
 * The samples of all series that pass, each ascending, once a time: from the table and from the files of sealed days. Where a
 * hint allows it, those of sealed days come folded (see `Series`).
 */
export async function selectSeries(
  connection: DuckDBConnection,
  dictionary: Dictionary,
  asked: Asked,
): Promise<Series[]> {
  if (!(asked.startMs <= asked.endMs)) return [];
  const rollup = asked.hint === undefined ? undefined : rollupOf(asked.hint);
  for (;;) {
    const known = dictionary.added;
    const found = dictionary.find(asked.matchers).sort((a, b) => a - b);
    const ids = found.length === dictionary.size ? undefined : found;
    const wanted = { dir: asked.dir, ids, ...boundsOf(asked.startMs, asked.endMs) };
    const samples = found.length === 0 ? undefined : await readAll(connection, wanted, rollup);
    // A series that became known meanwhile may have samples in the batch whose others were read: read again.
    if (dictionary.added === known) return samples === undefined ? [] : labelled(samples, dictionary);
  }
}

function labelled(samples: ReadonlyMap<number, SampleColumns>, dictionary: Dictionary): Series[] {
  const out: Series[] = [];
  for (const [id, columns] of samples) {
    const labels = dictionary.labelsOf(id);
    if (labels !== undefined && columns.timesMs.length > 0) out.push({ labels, ...columns });
  }
  return out;
}

/** Reads table and files in one transaction, so that a day being sealed meanwhile is seen once. */
async function readAll(
  connection: DuckDBConnection,
  wanted: Wanted,
  rollup: Rollup | undefined,
): Promise<Map<number, SampleColumns>> {
  await connection.run("BEGIN TRANSACTION READ ONLY");
  const catalog = await readCatalog(connection, dayOf(wanted.startMs), dayOf(wanted.endMs));
  const files = filesFor(catalog, wanted);
  const waiting = await readTable(connection, wanted);
  const parts = await fromFiles(files, () => readSealed(connection, files, waiting, wanted, rollup));
  await connection.run("COMMIT");
  return joinParts([...parts, waiting]);
}

/** What the files hold, in parts that have no sample in common. */
async function readSealed(
  connection: DuckDBConnection,
  files: readonly SealedFile[],
  waiting: Found,
  wanted: Wanted,
  rollup: Rollup | undefined,
): Promise<Found[]> {
  let plan = layPlan(files, waiting, wanted, rollup);
  let buckets = await readBuckets(connection, plan, wanted);
  if (buckets === undefined) {
    plan = layPlan(files, waiting, wanted, undefined);
    buckets = new Map();
  }
  const edges = await readEdges(connection, plan, wanted);
  return [buckets, edges, await readFiles(connection, plan.samples, wanted)];
}

/** Later parts count where two have a sample of one time. */
function joinParts(parts: readonly ReadonlyMap<number, SampleColumns>[]): Map<number, SampleColumns> {
  const joined = new Map<number, SampleColumns>();
  for (const part of parts) {
    for (const [id, samples] of part) {
      const before = joined.get(id);
      joined.set(id, before === undefined ? samples : mergeSamples(before, samples));
    }
  }
  return joined;
}
