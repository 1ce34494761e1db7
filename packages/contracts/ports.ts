import type { Labels, Matcher, Samples, SelectHint, Series } from "@mission-control/series";
import type { Event, EventPage, EventQuery } from "./event.ts";

/** Reads series. What PromQL, the API and alert rules stand on. */
export interface SeriesReader {
  /**
   * The samples of all series that pass every matcher, with startMs <= time <= endMs, each ascending; series without
   * any are left out. In no particular order of series. The columns are the caller's own. With a `hint` there may be fewer
   * samples, as long as its function gives the same from them.
   */
  select(
    matchers: readonly Matcher[],
    startMs: number,
    endMs: number,
    signal?: AbortSignal,
    hint?: SelectHint,
  ): Promise<Series[]>;
  /** The labels of all series that pass every matcher of at least one set and have a sample in the time. */
  series(matcherSets: readonly (readonly Matcher[])[], startMs: number, endMs: number): Promise<Labels[]>;
  /** How many series pass every matcher, at any time: roughly, at once and without reading. Not every store can tell. */
  breadth?(matchers: readonly Matcher[]): number;
}

/** What a store can do beyond keeping and reading: what it says no to here, its law book passes over. */
export interface StoreSupport {
  /** Forgets what is before a time. */
  readonly dropBefore: boolean;
  /** Of two samples with one series and one time the last counts; elsewhere it is not said which. */
  readonly overwriting: boolean;
  /** Every value comes back to the bit. */
  readonly exactValues: boolean;
  /** `series` gives those alone that have a sample in the time; elsewhere perhaps some from around it. */
  readonly exactSeriesTimes: boolean;
  /** A label may be named with any text, and a series may have no metric name. */
  readonly anyLabelNames: boolean;
}

/** Keeps series. Its laws are in `laws/series-store.ts`. */
export interface SeriesStore extends SeriesReader {
  /** Keeps samples. Of two with one series and one time the last counts. */
  append(samples: Samples): Promise<void>;
  /** Forgets all samples before a time. */
  dropBefore(timeMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Keeps events. Its laws are in `laws/event-store.ts`. */
export interface EventStore {
  /** Keeps events. One whose id is known already counts once. */
  append(events: readonly Event[]): Promise<void>;
  /** A page of events, newest first: by time, then by id. */
  find(query: EventQuery): Promise<EventPage>;
  /** Forgets all events before a time, or those of one type. */
  dropBefore(timeMs: number, type?: string): Promise<void>;
  close(): Promise<void>;
}

/** What came in together and is acknowledged together. */
export interface Batch {
  readonly samples: Samples | undefined;
  readonly events: readonly Event[];
}

/** A batch on disk. `seq` grows by the order of acknowledgement. */
export interface SpooledBatch extends Batch {
  readonly seq: number;
}

/** The durable queue in front of history: what it took is on disk before it says so. */
export interface Spool {
  /**
   * Resolves once the batch is synced to disk. `duplicate` is true where the key was seen in the last 24 h: then nothing
   * was kept again.
   * @throws Refusal `spool_full` or `disk_full`; then nothing was kept.
   */
  append(batch: Batch, idempotencyKey?: string): Promise<{ seq: number; duplicate: boolean }>;
  /** Batches after `seq`, oldest first, at most `limit`. */
  read(afterSeq: number, limit: number): SpooledBatch[];
  /** Forgets batches up to and with `seq`; their keys stay for 24 h. */
  trim(throughSeq: number): void;
  status(): { batches: number; bytes: number; maxBytes: number };
  close(): void;
}
