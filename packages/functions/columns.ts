import type { Labels } from "@mission-control/series";

/** One series of a query on the steps of a range: a gap is NaN. */
export interface Column {
  readonly labels: Labels;
  readonly values: Float64Array;
}

/** What a parameter is in a call: a number (a duration in ms), or the columns of a query. */
export type Argument = number | readonly Column[];
