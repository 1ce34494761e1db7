import type { EventToSend } from "@mission-control/client";
import type { Telemetry } from "../company/telemetry.ts";

/** Telemetry that keeps what it is told, for laws about who tells it. */
export function recordedTelemetry() {
  const counts = new Map<string, number>();
  const gauges = new Map<string, number>();
  const events: EventToSend[] = [];
  const keyOf = (name: string, tags: Readonly<Record<string, string | number | boolean>> = {}) =>
    [name, ...Object.entries(tags).map(([key, value]) => `${key}=${value}`)].join(" ");
  return {
    count(name, by = 1, tags) {
      const key = keyOf(name, tags);
      counts.set(key, (counts.get(key) ?? 0) + by);
    },
    gauge(name, value, tags) {
      gauges.set(keyOf(name, tags), value);
    },
    event: (event) => events.push(event) > 0,
    /** Sums by name and tags: `load_outcomes outcome=ok`. */
    counts,
    /** The last value by name and tags. */
    gauges,
    events,
  } satisfies Pick<Telemetry, "count" | "gauge" | "event"> & Record<string, unknown>;
}
