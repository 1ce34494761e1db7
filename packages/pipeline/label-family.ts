import type { Labels, SamplesBuilder } from "@mission-control/series";

/** Label names and values, as code writes them. */
export type LabelSet = Readonly<Record<string, string>>;

/** Where a cell puts what it has: what counts since the start, or a level of this step. */
export interface CellOutput {
  total(labels: Labels, value: number): void;
  level(labels: Labels, value: number): void;
}

/** What is kept for one label set. */
export interface Cell<Item> {
  take(item: Item): void;
  /** Called once a step. */
  write(out: CellOutput): void;
}

/** After so long without an item a label set is forgotten; it begins at zero again, which readers see as a reset. */
const FORGET_MS = 60 * 60_000;

/**
 * The cells of metrics with equal label names: one for each label set, at most `most`; items of further sets go to the cell of
 * `othersOf` their labels, of which there must be few. A total begins with 0 at the last seal before it, so that `increase`
 * sees what came first.
 */
export function createLabelFamily<Item>(options: {
  most: number;
  /** Undefined for an item that is not counted here. The same names in the same order each time. */
  labelsOf: (item: Item) => LabelSet | undefined;
  othersOf: (labels: LabelSet) => LabelSet;
  create: (labels: LabelSet) => Cell<Item>;
}) {
  const { most, labelsOf, othersOf, create } = options;
  const kept = new Map<string, { cell: Cell<Item>; isNew: boolean; touched: boolean; lastMs: number }>();

  function keptFor(labels: LabelSet) {
    const key = keyOf(labels);
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size < most) return keep(key, labels);
    const others = othersOf(labels);
    const othersKey = keyOf(others);
    return kept.get(othersKey) ?? keep(othersKey, others);
  }

  function keep(key: string, labels: LabelSet) {
    const made = { cell: create(labels), isNew: true, touched: false, lastMs: Number.NaN };
    kept.set(key, made);
    return made;
  }

  return {
    take(item: Item): void {
      const labels = labelsOf(item);
      if (labels === undefined) return;
      const one = keptFor(labels);
      one.touched = true;
      one.cell.take(item);
    },
    /** Writes the samples at `sealedMs`; `zeroMs` is the seal before. */
    write(into: SamplesBuilder, sealedMs: number, zeroMs: number): void {
      for (const [key, one] of kept) {
        if (one.touched) one.lastMs = sealedMs;
        one.touched = false;
        if (sealedMs - one.lastMs > FORGET_MS) {
          kept.delete(key);
          continue;
        }
        const startsAtZero = one.isNew && zeroMs < sealedMs;
        one.isNew = false;
        one.cell.write({
          total(labels, value) {
            const ref = into.ref(labels);
            if (startsAtZero) into.add(ref, zeroMs, 0);
            into.add(ref, sealedMs, value);
          },
          level: (labels, value) => into.add(into.ref(labels), sealedMs, value),
        });
      }
    },
  };
}

/** Equal for labels that make one series: an empty value is no label. */
const keyOf = (labels: LabelSet): string =>
  JSON.stringify(Object.entries(labels).filter(([, value]) => value !== ""));
