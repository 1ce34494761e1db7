import type { Labels } from "./labels.ts";

/**
 * One series with its samples as columns: `timesMs` ascending without duplicates (milliseconds since the epoch),
 * `values` of the same length. Where `stale` is there, a 1 marks a staleness marker, whose value is not to be read.
 */
export interface Series {
  readonly labels: Labels;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly stale?: Uint8Array;
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
