import { labelsKey, labelsOf, METRIC_NAME } from "@mission-control/series";
import type { Aggregate } from "./ast.ts";
import { type Column, emptyColumn } from "./column.ts";
import { PromqlError } from "./errors.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Grid } from "./grid.ts";
import { groupColumns } from "./grouping.ts";
import { formatPlain } from "./literal.ts";
import { boundedLength, charactersOf, isLabelName } from "./made-labels.ts";
import { LABELS_WORK } from "./work.ts";

/** How many series of each group have each value; the value becomes the label `label`. */
export function countValues(
  expr: Aggregate,
  columns: readonly Column[],
  label: string,
  grid: Grid,
  ev: Evaluation,
): Column[] {
  if (!isLabelName(label)) {
    throw new PromqlError("bad_data", `invalid label name ${JSON.stringify(label)}`, expr.param!.span);
  }
  boundedLength(label, "label name", "count_values()", expr.param!.span);
  const groups = groupColumns(columns, expr);
  // The value is a label before the series are grouped, so that `without` can take it away again.
  const isTaken = expr.without && (label === METRIC_NAME || expr.grouping.includes(label));
  for (const { labels, members } of groups) {
    chargeValues(members, grid.count + charactersOf(labels) + label.length, ev);
  }
  const counts = new Map<string, Column>();
  for (const group of groups) {
    const ofValue = new Map<number, Column>();
    for (const { values, present } of group.members) {
      ev.work(values.length);
      for (let i = 0; i < values.length; i++) {
        if (present[i] === 0) continue;
        const value = values[i]!;
        let column = ofValue.get(value);
        if (column === undefined) {
          const labels = isTaken ? group.labels : labelsOf([...group.labels, [label, formatPlain(value)]]);
          const key = labelsKey(labels);
          ev.work(LABELS_WORK + grid.count);
          column = counts.get(key) ?? emptyColumn(labels, grid.count, group.dropName);
          counts.set(key, column);
          ofValue.set(value, column);
        }
        column.values[i] = column.present[i] === 1 ? column.values[i]! + 1 : 1;
        column.present[i] = 1;
      }
    }
  }
  return [...counts.values()];
}

/** Each value that is new becomes a column and costs `each`: counts them all before the first is made. */
function chargeValues(columns: readonly Column[], each: number, ev: Evaluation): void {
  const seen = new Set<number>();
  for (const { values, present } of columns) {
    ev.work(values.length);
    for (let i = 0; i < values.length; i++) {
      if (present[i] === 0 || seen.has(values[i]!)) continue;
      seen.add(values[i]!);
      ev.spend(each);
    }
  }
}
