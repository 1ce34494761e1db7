/** The services that have instances. */
export type Service = "web" | "api";

/** One instance: a process of its own when the company runs, an object in a rehearsal. */
export interface InstanceSpec {
  /** `web-1`, `api-canary` */
  readonly name: string;
  readonly service: Service;
  /** `v980` */
  readonly version: string;
  /** The balancer's weight, 0 to 256. */
  readonly weight: number;
  readonly faults: Faults;
}

/** What is wrong with an instance. All zero, and a factor of 1, is a healthy one. */
export interface Faults {
  /** Of the time that an answer takes. */
  readonly latencyFactor: number;
  /** The share of answers that fail with 500 and an exception, 0 to 1. */
  readonly errorShare: number;
  /** Database connections that are not given back, a minute. */
  readonly leaksPerMinute: number;
  /** Files that are opened and not closed, a minute. */
  readonly filesPerMinute: number;
  /** Whether what cannot be found is reported as an exception (404 with a stack, as some frameworks do). */
  readonly reportsMissing: boolean;
}

export const healthy: Faults = {
  latencyFactor: 1,
  errorShare: 0,
  leaksPerMinute: 0,
  filesPerMinute: 0,
  reportsMissing: false,
};
