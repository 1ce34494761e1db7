import { type Labels, labelsKey, METRIC_NAME } from "@mission-control/series";
import { PromqlError } from "./errors.ts";

/**
 * One series of an instant vector over a whole grid: `values[i]` counts only where `present[i]` is 1 and is NaN elsewhere,
 * so that a real NaN and no value stay apart. Columns are never changed once another part of the evaluation has seen them.
 * `dropName` says that the metric name goes at the end: until then label functions may still read it.
 */
export interface Column {
  readonly labels: Labels;
  readonly dropName: boolean;
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

/** An empty column over `count` steps. */
export function emptyColumn(labels: Labels, count: number, dropName = false): Column {
  return {
    labels,
    dropName,
    values: new Float64Array(count).fill(Number.NaN),
    present: new Uint8Array(count),
  };
}

/** Whether a column has a value anywhere. */
export function hasAny(column: Column): boolean {
  return column.present.includes(1);
}

/** The labels that describe the metric itself, which no computed value keeps. */
const METADATA: readonly string[] = [METRIC_NAME, "__type__", "__unit__"];

/** Labels without the metric's own description. */
export function withoutName(labels: Labels): Labels {
  return METADATA.some((name) => labels.has(name)) ? omitLabels(labels, METADATA) : labels;
}

/** Labels without those named. */
export function omitLabels(labels: Labels, names: readonly string[]): Labels {
  const out = new Map(labels);
  for (const name of names) out.delete(name);
  return out;
}

/** Only the labels named. */
export function keepLabels(labels: Labels, names: readonly string[]): Labels {
  const out = new Map<string, string>();
  for (const [name, value] of labels) if (names.includes(name)) out.set(name, value);
  return out;
}

/** Orders labels as Prometheus orders a result: by name and value, pair after pair. */
export function compareLabels(a: Labels, b: Labels): number {
  const others = b[Symbol.iterator]();
  for (const [name, value] of a) {
    const other = others.next();
    if (other.done) return 1;
    const [otherName, otherValue] = other.value;
    if (name !== otherName) return name < otherName ? -1 : 1;
    if (value !== otherValue) return value < otherValue ? -1 : 1;
  }
  return others.next().done ? 0 : -1;
}

/** In the order of `compareLabels`. A text of each is compared faster than labels are walked time and again. */
export function sortedByLabels<Of extends { readonly labels: Labels }>(list: readonly Of[]): Of[] {
  let isPlain = true;
  const keyed = list.map((of) => {
    let key = "";
    for (const [name, value] of of.labels) {
      if (value.includes("\0") || name.includes("\0")) isPlain = false;
      key += `${name}\0${value}\0`;
    }
    return { key, of };
  });
  // What stands between names and values must stand in none of them.
  if (!isPlain) return [...list].sort((a, b) => compareLabels(a.labels, b.labels));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ of }) => of);
}

/**
 * Joins columns of equal labels into one. Throws `execution` where two of them have a value at the same step. The first
 * of equal labels keeps its place.
 */
export function mergeEqual(columns: readonly Column[]): Column[] {
  const byKey = new Map<string, Column>();
  for (const column of columns) {
    const key = labelsKey(column.labels);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? column : mergePair(known, column));
  }
  return byKey.size === columns.length ? [...columns] : [...byKey.values()];
}

function mergePair(a: Column, b: Column): Column {
  const values = a.values.slice();
  const present = a.present.slice();
  for (let i = 0; i < present.length; i++) {
    if (b.present[i] === 0) continue;
    if (present[i] === 1) {
      throw new PromqlError("execution", "vector cannot contain metrics with the same labelset");
    }
    values[i] = b.values[i]!;
    present[i] = 1;
  }
  return { labels: a.labels, dropName: a.dropName || b.dropName, values, present };
}

/** Takes the metric names off that were to go, and joins what is then equal. */
export function settleNames(columns: readonly Column[]): Column[] {
  return mergeEqual(
    columns.map((column) =>
      column.dropName ? { ...column, labels: withoutName(column.labels), dropName: false } : column,
    ),
  );
}

/** A column computed value by value from another; it loses its metric name. */
export function mapColumn(column: Column, fn: (value: number) => number): Column {
  const values = new Float64Array(column.values.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = column.present[i] === 1 ? fn(column.values[i]!) : Number.NaN;
  }
  return { labels: column.labels, dropName: true, values, present: column.present };
}

/** Labels as Prometheus writes them in its errors: `{__name__="up", job="api"}`. */
export function describeLabels(labels: Labels): string {
  return `{${[...labels].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")}}`;
}
