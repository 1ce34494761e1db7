import { type Labels, labelsKey, METRIC_NAME } from "@mission-control/series";
import type { Matching } from "./ast.ts";
import { keepLabels, omitLabels } from "./column.ts";

/** Only the labels by which two series are partners. */
export function matchingLabels(labels: Labels, matching: Matching | undefined): Labels {
  if (matching?.on) return keepLabels(labels, matching.labels);
  return omitLabels(labels, [METRIC_NAME, ...(matching?.labels ?? [])]);
}

/** Equal for series that are partners. */
export function signatureOf(labels: Labels, matching: Matching | undefined): string {
  return labelsKey(matchingLabels(labels, matching));
}
