import type { Labels, Series } from "@mission-control/series";
import type { SeriesStore } from "./ports.ts";
import type { MetricMetadata, PromError } from "./prometheus.ts";

/** What an answer should be read with, in Prometheus' words. */
interface Annotated {
  readonly warnings: string[];
  readonly infos: string[];
}

/**
 * Values at each of `timesMs`, in columns: where `present[i]` is 0 the series has no value at that step and `values[i]` is
 * NaN. A scalar comes as one series without labels.
 */
export interface RangeAnswer extends Annotated {
  readonly timesMs: Float64Array;
  readonly series: { readonly labels: Labels; readonly values: Float64Array; readonly present: Uint8Array }[];
}

/** A value at one time; a range selector gives its samples as they are. */
export type InstantAnswer = Annotated & { readonly timeMs: number } & (
    | { readonly type: "vector"; readonly series: { readonly labels: Labels; readonly value: number }[] }
    | { readonly type: "scalar"; readonly value: number }
    | { readonly type: "string"; readonly value: string }
    | { readonly type: "matrix"; readonly series: Series[] }
  );

/** How a store is asked: who may stop it, and how long it may take at most. */
export interface PromqlAsked {
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs?: number | undefined;
}

/**
 * Answers PromQL itself: it gets the text as it is. What a store says against a question is its answer, as data.
 * Everything rejects with Refusal `store_away` where the store cannot be asked or its answer cannot be read.
 */
export interface PromqlReader {
  range(
    text: string,
    grid: { readonly startMs: number; readonly endMs: number; readonly stepMs: number },
    asked?: PromqlAsked,
  ): Promise<RangeAnswer | PromError>;
  instant(text: string, timeMs: number, asked?: PromqlAsked): Promise<InstantAnswer | PromError>;
  /** Series, label names or values of one label, of `match[]`, `start`, `end` and `limit` as Prometheus has them. */
  seriesOf(
    parameters: URLSearchParams,
    asked?: PromqlAsked,
  ): Promise<Found<Record<string, string>> | PromError>;
  labelNames(parameters: URLSearchParams, asked?: PromqlAsked): Promise<Found<string> | PromError>;
  labelValues(
    name: string,
    parameters: URLSearchParams,
    asked?: PromqlAsked,
  ): Promise<Found<string> | PromError>;
  metadata(
    parameters: URLSearchParams,
    asked?: PromqlAsked,
  ): Promise<ReadonlyMap<string, readonly MetricMetadata[]> | PromError>;
}

export interface Found<Item> extends Annotated {
  readonly data: readonly Item[];
}

/** A store that keeps series and answers PromQL. */
export interface PromqlStore extends SeriesStore, PromqlReader {
  readonly name: string;
  /** The address, without credentials: for people to read. */
  readonly address: string;
  /** Since when it cannot be asked, and why; undefined while it can. */
  away(): { readonly sinceMs: number; readonly reason: string } | undefined;
}
