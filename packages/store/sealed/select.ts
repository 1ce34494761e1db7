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

/** After folding so many everything else has its turn: a few milliseconds. */
const SAMPLES_A_TURN = 100_000;

/** When and what for samples are asked of history. */
export interface Asked {
  readonly dir: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly hint?: SelectHint | undefined;
}

/** More series than this are not read together: what waits in memory for its askers stays small. */
const MOST_TOGETHER = 1_000;

/**
 * For each set of matchers the samples of all series that pass, each ascending, once a time: from the table and from the files
 * of sealed days. Where a hint allows it, those of sealed days come folded (see `Series`). The columns of each answer are its
 * own.
 */
export async function selectTogether(
  connection: DuckDBConnection,
  dictionary: Dictionary,
  asked: Asked,
  sets: readonly (readonly Matcher[])[],
): Promise<Series[][]> {
  if (!(asked.startMs <= asked.endMs)) return sets.map(() => []);
  const rollup = asked.hint === undefined ? undefined : rollupOf(asked.hint);
  for (;;) {
    const known = dictionary.added;
    const found = sets.map((matchers) => dictionary.find(matchers));
    const all = [...new Set(found.flat())].sort((a, b) => a - b);
    if (sets.length > 1 && all.length > MOST_TOGETHER) break;
    const ids = all.length === dictionary.size ? undefined : all;
    const wanted = { dir: asked.dir, ids, ...boundsOf(asked.startMs, asked.endMs) };
    const samples: Found = all.length === 0 ? new Map() : await readAll(connection, wanted, rollup);
    // A series that became known meanwhile may have samples in the batch whose others were read: read again.
    if (dictionary.added !== known) continue;
    const given = new Set<number>();
    return found.map((each) => labelled(each, samples, dictionary, given));
  }
  const apart: Series[][] = [];
  for (const set of sets) apart.push(...(await selectTogether(connection, dictionary, asked, [set])));
  return apart;
}

function labelled(
  ids: readonly number[],
  samples: Found,
  dictionary: Dictionary,
  given: Set<number>,
): Series[] {
  const out: Series[] = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    const [labels, columns] = [dictionary.labelsOf(id), samples.get(id)];
    if (labels === undefined || columns === undefined || columns.timesMs.length === 0) continue;
    out.push({ labels, ...(given.has(id) ? copyOf(columns) : columns) });
    given.add(id);
  }
  return out;
}

function copyOf({ timesMs, values, counts, lost }: SampleColumns): SampleColumns {
  return {
    timesMs: timesMs.slice(),
    values: values.slice(),
    ...(counts === undefined ? {} : { counts: counts.slice() }),
    ...(lost === undefined ? {} : { lost: lost.slice() }),
  };
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
