import type { Client } from "@mission-control/client";

/** What a part of the company tells Mission Control: the SDK, or the part of it that a rehearsal records. */
export type Telemetry = Pick<Client, "count" | "gauge" | "set" | "event" | "deploy"> & {
  /** Takes a time in ms. */
  time(name: string, ms: number, tags?: Record<string, string>): void;
};
