import type { Labels } from "./labels.ts";

/**
 * One series with its samples as columns: `timesMs` ascending without duplicates (milliseconds since the epoch),
 * `values` of the same length. Where `stale` is there, a 1 marks a staleness marker, whose value is not to be read.
 *
 * A store that is told what samples are read for (`SelectHint`) may fold many into one. Where `counts` is there, sample i
 * stands for the `counts[i]` samples after sample i - 1 and up to itself; for `sum_over_time`, `avg_over_time` and
 * `count_over_time` its value is their sum, else it is its own. `lost[i]` is what a counter lost by resets among them that
 * values i - 1 and i do not show.
 */
export interface Series {
  readonly labels: Labels;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly stale?: Uint8Array;
  readonly counts?: Float64Array;
  readonly lost?: Float64Array;
}

/** One value of one series at one time; for edges and tests, never made for each sample on a hot path. */
export interface Point {
  readonly labels: Labels;
  readonly timeMs: number;
  readonly value: number;
}

/**
 * Many samples of many series as columns: sample i has the value `values[i]` at `timesMs[i]` and belongs to
 * `labels[refs[i]]`. The three columns are of one length; samples may be in any order.
 */
export interface Samples {
  readonly labels: readonly Labels[];
  readonly refs: Uint32Array;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}
