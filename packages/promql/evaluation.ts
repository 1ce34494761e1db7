import type { Series } from "@mission-control/series";
import type { Expr, MatrixSelector, Subquery, VectorSelector } from "./ast.ts";
import type { Column } from "./column.ts";
import type { Span } from "./errors.ts";
import type { Grid } from "./grid.ts";
import type { Windows } from "./windows.ts";

/** What an expression came to over a grid: a scalar has one number for each step. */
export type Value =
  | { readonly kind: "scalar"; readonly values: Float64Array }
  | { readonly kind: "vector"; readonly columns: Column[] }
  | { readonly kind: "string"; readonly text: string };

/** A range vector over a grid. `atMs` are the times of evaluation, which `@` and `offset` do not move. */
export interface Ranges {
  /** Made one after another, to be walked once: all at a time could be more than memory holds. */
  readonly series: Iterable<Windows>;
  readonly rangeMs: number;
  readonly atMs: Float64Array;
  readonly endsMs: Float64Array;
  readonly source: MatrixSelector | Subquery;
}

/** What is fixed for a whole query. */
export interface Query {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly lookbackMs: number;
  /** Everything the selectors read, fetched beforehand: evaluation itself never waits. */
  readonly seriesOf: (selector: VectorSelector) => readonly Series[];
}

/** What functions, aggregations and operators are given to work with. */
export interface Evaluation {
  readonly query: Query;
  value(expr: Expr, grid: Grid): Value;
  vector(expr: Expr, grid: Grid): Column[];
  scalar(expr: Expr, grid: Grid): Float64Array;
  text(expr: Expr): string;
  ranges(expr: Expr, grid: Grid): Ranges;
  /** Of each series that a selector finds, the time in seconds of the sample found. */
  sampleTimes(selector: VectorSelector, grid: Grid): Column[];
  /** Throws `timeout` or `canceled` where the evaluation is to end; for within long loops. */
  check(): void;
  /**
   * Counts so many values as looked at, and throws as `check` does now and then: to be called before each loop over values,
   * so that no evaluation is deaf to its end for more than some milliseconds.
   */
  work(values: number): void;
  /** Counts values about to be made or read; throws `too_costly`, `timeout` or `canceled`. */
  spend(samples: number): void;
  warn(message: string, at: Span): void;
  info(message: string, at: Span): void;
}
