import type { MetricMetadata, SourceStatus } from "@mission-control/contracts";
import type { Labels } from "@mission-control/series";

/** Takes one sample. Labels are the same object each time a series is read again. */
export type AddSample = (labels: Labels, timeMs: number, value: number) => void;

/** Reads what it reads when it is told to. */
export interface Collector {
  /**
   * Reads everything once and adds it with the time `timeMs`. Resolves when all is read; one thing that cannot be read costs
   * nothing else and is counted. While it still reads, a second call adds nothing.
   */
  collect(timeMs: number, add: AddSample): Promise<void>;
  metadata(): ReadonlyMap<string, MetricMetadata>;
  status(): SourceStatus;
}

/** Says one value by its metric name and own labels; `timeMs` where it is not that of this reading. */
export type Put = (
  name: string,
  value: number,
  labels?: Readonly<Record<string, string>>,
  timeMs?: number,
) => void;

/** Names of metrics with what is known of them: type, help and, where it has one, unit. */
export type MetadataList = readonly (readonly [
  name: string,
  type: MetricMetadata["type"],
  help: string,
  unit?: string,
])[];

/** One thing that can be read by itself, and what it makes. */
export interface Reader {
  readonly name: string;
  readonly metadata: MetadataList;
  /** Whether some systems simply do not have it, so that its absence is no fault. */
  readonly optional?: boolean;
  read(put: Put, timeMs: number): void | Promise<void>;
}
