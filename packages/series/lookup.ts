import { type Labels, labelsKey, METRIC_NAME, nameOf } from "./labels.ts";
import { type Matcher, matchesAll } from "./matcher.ts";

/** Finds series by their labels: each gets a small number, and those of one metric name lie together. */
export function createLookup() {
  const all = new Map<number, Labels>();
  const refOfKey = new Map<string, number>();
  const refsOfName = new Map<string, Set<number>>();
  let nextRef = 0;

  function* candidates(matchers: readonly Matcher[]): Iterable<number> {
    const exact = matchers.find((m) => m.name === METRIC_NAME && m.op === "=" && m.value !== "");
    if (exact !== undefined) yield* refsOfName.get(exact.value) ?? [];
    else for (const refs of refsOfName.values()) yield* refs;
  }

  return {
    /** The number of these labels, given now if they are new. */
    add(labels: Labels): number {
      const key = labelsKey(labels);
      const known = refOfKey.get(key);
      if (known !== undefined) return known;
      const ref = nextRef++;
      all.set(ref, labels);
      refOfKey.set(key, ref);
      const name = nameOf(labels);
      const refs = refsOfName.get(name) ?? new Set();
      refs.add(ref);
      refsOfName.set(name, refs);
      return ref;
    },
    /** The number of these labels, or undefined when they are unknown. */
    refOf: (labels: Labels): number | undefined => refOfKey.get(labelsKey(labels)),
    /** The labels behind a number. */
    labelsOf: (ref: number): Labels | undefined => all.get(ref),
    /** Forgets a series. Its number is not given again. */
    remove(ref: number): void {
      const labels = all.get(ref);
      if (labels === undefined) return;
      all.delete(ref);
      refOfKey.delete(labelsKey(labels));
      const refs = refsOfName.get(nameOf(labels));
      refs?.delete(ref);
      if (refs?.size === 0) refsOfName.delete(nameOf(labels));
    },
    /** The numbers of all series that pass every matcher. */
    find(matchers: readonly Matcher[]): number[] {
      const found: number[] = [];
      for (const ref of candidates(matchers)) if (matchesAll(all.get(ref)!, matchers)) found.push(ref);
      return found;
    },
    /** How many series are known. */
    get size(): number {
      return refOfKey.size;
    },
  };
}

/** Finds series by their labels. */
export type Lookup = ReturnType<typeof createLookup>;
