import { setImmediate as nextTurn } from "node:timers/promises";
import type { Rows } from "../adapters/duckdb-columns.ts";
import type { SampleColumns } from "../merge.ts";

/** After so many rows everything else has its turn: a few milliseconds. */
const ROWS_A_TURN = 60_000;

/**
 * The columns of each group of rows, those of one whole number, in order of time, which is the first column. The database
 * gives the rows of each file in order, but not always the files.
 */
export async function* groupRows({ ids, columns }: Rows): AsyncGenerator<[number, Float64Array[]]> {
  const runs = new Map<number, number[]>();
  let turnAt = ROWS_A_TURN;
  for (let from = 0; from < ids.length; ) {
    const id = ids[from]!;
    let to = from + 1;
    while (to < ids.length && ids[to] === id) to++;
    const known = runs.get(id);
    if (known === undefined) runs.set(id, [from, to]);
    else known.push(from, to);
    from = to;
    if (from < turnAt) continue;
    turnAt = from + ROWS_A_TURN;
    await nextTurn();
  }
  let rows = 0;
  for (const [id, bounds] of runs) {
    const group = inOrder(columns.map((column) => gather(column, bounds)));
    yield [id, group];
    rows += group[0]?.length ?? 0;
    if (rows < ROWS_A_TURN) continue;
    rows = 0;
    await nextTurn();
  }
}

/** Columns by the first of them; the very same where they are in that order. */
function inOrder(columns: Float64Array[]): Float64Array[] {
  const timesMs = columns[0]!;
  let sorted = 1;
  while (sorted < timesMs.length && timesMs[sorted]! >= timesMs[sorted - 1]!) sorted++;
  if (sorted >= timesMs.length) return columns;
  const order = Uint32Array.from(timesMs, (_, i) => i).sort((a, b) => timesMs[a]! - timesMs[b]! || a - b);
  return columns.map((column) => Float64Array.from(order, (i) => column[i]!));
}

function gather(column: Float64Array, bounds: readonly number[]): Float64Array {
  if (bounds.length === 2) return column.slice(bounds[0], bounds[1]);
  let length = 0;
  for (let i = 0; i < bounds.length; i += 2) length += bounds[i + 1]! - bounds[i]!;
  const out = new Float64Array(length);
  let at = 0;
  for (let i = 0; i < bounds.length; i += 2) {
    const part = column.subarray(bounds[i], bounds[i + 1]);
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * Rows of (time, value) in any order of series, each series' in columns of its own; undefined where the times of one do not
 * ascend, or one comes twice.
 */
export async function scatterRows({ ids, columns }: Rows): Promise<Map<number, SampleColumns> | undefined> {
  const [times, given] = columns as [Float64Array, Float64Array];
  // The numbers of series lie close to each other.
  let last = -1;
  for (const [from, to] of spans(ids.length, ROWS_A_TURN * 8)) {
    for (let i = from; i < to; i++) if (ids[i]! > last) last = ids[i]!;
    if (to < ids.length) await nextTurn();
  }
  const counts = new Uint32Array(last + 1);
  for (const [from, to] of spans(ids.length, ROWS_A_TURN * 4)) {
    for (let i = from; i < to; i++) counts[ids[i]!]!++;
    if (to < ids.length) await nextTurn();
  }
  const timesOf: Float64Array[] = new Array(last + 1);
  const valuesOf: Float64Array[] = new Array(last + 1);
  const out = new Map<number, SampleColumns>();
  let made = 0;
  for (let id = 0; id <= last; id++) {
    const count = counts[id]!;
    if (count === 0) continue;
    made += count;
    if (made > ROWS_A_TURN) {
      await nextTurn();
      made = 0;
    }
    const [timesMs, values] = [new Float64Array(count), new Float64Array(count)];
    [timesOf[id], valuesOf[id]] = [timesMs, values];
    out.set(id, { timesMs, values });
  }
  const filled = new Uint32Array(last + 1);
  for (const [from, to] of spans(ids.length, ROWS_A_TURN)) {
    if (from > 0) await nextTurn();
    for (let i = from; i < to; i++) {
      const id = ids[i]!;
      const at = filled[id]!++;
      const timesMs = timesOf[id]!;
      if (at > 0 && !(timesMs[at - 1]! < times[i]!)) return undefined;
      timesMs[at] = times[i]!;
      valuesOf[id]![at] = given[i]!;
    }
  }
  return out;
}

/** A length in pieces: from, up to but not with. */
function* spans(length: number, piece: number): Generator<[number, number]> {
  for (let from = 0; from < length; from += piece) yield [from, Math.min(length, from + piece)];
}

/** Of samples in order of time the last of each time, in place. */
export function lastOfEach(timesMs: Float64Array, values: Float64Array): SampleColumns {
  let kept = 0;
  for (let i = 1; i < timesMs.length; i++) {
    if (timesMs[i] !== timesMs[kept]) kept++;
    timesMs[kept] = timesMs[i]!;
    values[kept] = values[i]!;
  }
  const length = Math.min(timesMs.length, kept + 1);
  if (length === timesMs.length) return { timesMs, values };
  return { timesMs: timesMs.slice(0, length), values: values.slice(0, length) };
}
