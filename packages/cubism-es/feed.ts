/** How values come in by themselves: asked for, or all of a step at once. */
export { feedMetric, type RequestValues, type Stretch } from "./feed-metric.ts";
export { createMetrics, type Metrics } from "./metrics.ts";
