import type { Budget } from "./budget.ts";

const SMALLEST = 16;

/**
 * The values of one flush, for percentiles: all of them up to `maxValues` or what the budget allows, and past that
 * an even sample of them (Vitter's algorithm R).
 */
export function createReservoir(budget: Budget, maxValues = 10_000) {
  let values = new Float64Array(0);
  let length = 0;
  let seen = 0;
  let random = 0x9e3779b9;

  function grow(): boolean {
    const capacity = Math.min(maxValues, Math.max(SMALLEST, values.length * 2));
    if (capacity === values.length || !budget.take(capacity - values.length)) return false;
    const wider = new Float64Array(capacity);
    wider.set(values);
    values = wider;
    return true;
  }

  /** A whole number below `bound` (xorshift32). */
  function below(bound: number): number {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    return Math.floor(((random >>> 0) / 0x1_0000_0000) * bound);
  }

  return {
    add(value: number): void {
      seen++;
      if (length < values.length || grow()) {
        values[length++] = value;
        return;
      }
      const at = below(seen);
      if (at < length) values[at] = value;
    },
    /**
     * The mean and the largest of the lowest `share` of the values, as the reference statsd computes `mean_90` and
     * `upper_90`; NaN when there are none. Then forgets them, and gives back room that was hardly used.
     */
    take(share: number): { mean: number; upper: number } {
      const sorted = values.subarray(0, length).sort();
      const count = length === 0 ? 0 : Math.max(1, Math.round(share * length));
      let sum = 0;
      for (let i = 0; i < count; i++) sum += sorted[i]! / count;
      const upper = count === 0 ? Number.NaN : sorted[count - 1]!;
      if (values.length > SMALLEST && length * 4 < values.length) this.release();
      length = 0;
      seen = 0;
      return { mean: count === 0 ? Number.NaN : sum, upper };
    },
    /** Gives all room back. */
    release(): void {
      budget.give(values.length);
      values = new Float64Array(0);
      length = 0;
    },
  };
}
