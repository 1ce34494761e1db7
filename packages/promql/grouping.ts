import { type Labels, labelsKey, METRIC_NAME } from "@mission-control/series";
import type { Aggregate } from "./ast.ts";
import { type Column, keepLabels, omitLabels } from "./column.ts";

/** The columns that are aggregated into one, and the labels that one has. */
export interface ColumnGroup {
  readonly labels: Labels;
  readonly dropName: boolean;
  readonly members: Column[];
}

/** Sorts columns into the groups of `by` or `without`, in order of first sight. */
export function groupColumns(columns: readonly Column[], expr: Aggregate): ColumnGroup[] {
  const groups = new Map<string, { labels: Labels; dropName: boolean; members: Column[] }>();
  for (const column of columns) {
    const labels = expr.without
      ? omitLabels(column.labels, [METRIC_NAME, ...expr.grouping])
      : keepLabels(column.labels, expr.grouping);
    const key = labelsKey(labels);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { labels, dropName: column.dropName, members: [column] });
    else {
      known.members.push(column);
      known.dropName ||= column.dropName;
    }
  }
  return [...groups.values()];
}
