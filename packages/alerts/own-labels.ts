import { type Labels, METRIC_NAME } from "@mission-control/series";

/** The labels of an alert about a series: a metric's name is none of them, as Prometheus has it. */
export function ownLabels(labels: Labels): Labels {
  if (!labels.has(METRIC_NAME)) return labels;
  return new Map([...labels].filter(([name]) => name !== METRIC_NAME));
}
