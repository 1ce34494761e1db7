import type { Lane } from "@mission-control/contracts";
import { type Labels, METRIC_NAME } from "@mission-control/series";

/** A row's name: what it measures, and which of several it is ("" where there is only one). */
export interface RowName {
  readonly title: string;
  readonly detail: string;
}

/**
 * The name of one row of a lane. `legend` fills in labels (`{{device}}`); without it several rows are told apart by their
 * label values.
 */
export function nameOfRow(lane: Pick<Lane, "title" | "legend">, labels: Labels, rows: number): RowName {
  const title = lane.title;
  if (lane.legend !== undefined) return { title, detail: fillLegend(lane.legend, labels) };
  if (rows <= 1) return { title, detail: "" };
  const values = [...labels].filter(([name]) => name !== METRIC_NAME).map(([, value]) => value);
  return { title, detail: values.join(" ") };
}

/** Fills `{{label}}` in a legend; a label that is not there leaves nothing. */
export function fillLegend(legend: string, labels: Labels): string {
  return legend.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (_all, name: string) => labels.get(name) ?? "").trim();
}
