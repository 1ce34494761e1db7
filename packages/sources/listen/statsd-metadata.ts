import type { MetricMetadata } from "@mission-control/contracts";
import type { StatsdKind } from "./statsd-line.ts";

/** What is known of the names that a family of this kind makes; a histogram's is kept under its base name, as Prometheus does. */
export function metadataOf(kind: StatsdKind, family: string): [string, MetricMetadata][] {
  const unit = kind === "timer" ? "seconds" : "";
  const of = (type: MetricMetadata["type"], help: string): MetricMetadata => ({ type, help, unit });
  switch (kind) {
    case "counter":
      return [[family, of("counter", "StatsD counter, added up since the start")]];
    case "gauge":
      return [[family, of("gauge", "StatsD gauge")]];
    case "set":
      return [[family, of("gauge", "StatsD set: different members in a step")]];
    default:
      return [
        [family, of("histogram", `StatsD ${kind}`)],
        [`${family}_mean_90`, of("gauge", "mean of the lowest 90 % of a step's values")],
        [`${family}_upper_90`, of("gauge", "largest of the lowest 90 % of a step's values")],
      ];
  }
}
