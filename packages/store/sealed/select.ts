import { setImmediate as nextTurn } from "node:timers/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Matcher, SelectHint, Series } from "@mission-control/series";
import type { Dictionary } from "../adapters/duckdb-dictionary.ts";
import { cutSamples, mergeSamples, type SampleColumns } from "../merge.ts";
import { readCatalog } from "./catalog.ts";
import { fromFiles } from "./damage.ts";
import { dayOf, type SealedFile } from "./days.ts";
import { foldSamples } from "./fold.ts";
import { layPlan, type Span, spanOf } from "./plan.ts";
import { type Found, readBuckets, readEdges, readFiles, readTable } from "./read.ts";
import { type Rollup, rollupOf } from "./rollup.ts";
import { boundsOf, filesFor, type Wanted } from "./wanted.ts";

/** After folding so many everything else has its turn: some 10 ms. */
const SAMPLES_A_TURN = 500_000;

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
): Promise<Found> {
  await connection.run("BEGIN TRANSACTION READ ONLY");
  const catalog = await readCatalog(connection, dayOf(wanted.startMs), dayOf(wanted.endMs));
  const files = filesFor(catalog, wanted);
  const waiting = await readTable(connection, wanted);
  const span = rollup === undefined ? undefined : spanOf(wanted, rollup);
  const sealed = await fromFiles(files, () => readSealed(connection, files, waiting, wanted, span));
  await connection.run("COMMIT");
  const plain = joinParts([sealed.plain, waiting]);
  if (span === undefined) return plain;
  let folded = 0;
  for (const [id, samples] of plain) {
    plain.set(id, foldWithin(samples, span));
    folded += samples.timesMs.length;
    if (folded < SAMPLES_A_TURN) continue;
    await nextTurn();
    folded = 0;
  }
  return joinParts([sealed.folded, plain]);
}

/** What the files hold: no sample is both folded and plain. */
async function readSealed(
  connection: DuckDBConnection,
  files: readonly SealedFile[],
  waiting: Found,
  wanted: Wanted,
  span: Span | undefined,
): Promise<{ folded: Found; plain: Found }> {
  const plan = layPlan(files, waiting, span);
  const folded = span === undefined ? undefined : await readBuckets(connection, plan.buckets, wanted, span);
  if (span === undefined || folded === undefined) {
    const all = files.filter(({ level }) => level === 0);
    return { folded: new Map(), plain: await readFiles(connection, all, wanted) };
  }
  const edges = await readEdges(connection, plan.edges, wanted, span);
  return { folded, plain: joinParts([edges, await readFiles(connection, plan.samples, wanted)]) };
}

/** Folds what of samples lies in a span, where they allow it. */
function foldWithin(samples: SampleColumns, { rollup, afterMs, toMs }: Span): SampleColumns {
  const inside = cutSamples(samples, afterMs + 1, toMs);
  const folded = foldSamples(inside, rollup);
  if (folded === undefined) return samples;
  const before = cutSamples(samples, Number.NEGATIVE_INFINITY, afterMs);
  const after = cutSamples(samples, toMs + 1, Number.POSITIVE_INFINITY);
  return mergeSamples(mergeSamples(before, folded), after);
}

/** Later parts count where two have a sample of one time. */
function joinParts(parts: readonly Found[]): Found {
  const joined: Found = new Map();
  for (const part of parts) {
    for (const [id, samples] of part) {
      const before = joined.get(id);
      joined.set(id, before === undefined ? samples : mergeSamples(before, samples));
    }
  }
  return joined;
}
