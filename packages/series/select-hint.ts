/**
 * What samples are read for, as Prometheus' remote read tells a store. A store may then give fewer samples, as long as the
 * function gives the same from them at every step.
 */
export interface SelectHint {
  /** The function that reads them (`rate`, `avg_over_time`), or "" where the latest at each step is wanted. */
  readonly func: string;
  /** The first step, and how far apart steps are; 0 where there is only one. */
  readonly startMs: number;
  readonly stepMs: number;
  /** How long the window before each step is. */
  readonly rangeMs: number;
}
