import { createReplacer, type Labels, labelsOf, METRIC_NAME } from "@mission-control/series";
import type { Call } from "./ast.ts";
import { type Column, compareLabels, mergeEqual } from "./column.ts";
import { PromqlError } from "./errors.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Grid } from "./grid.ts";
import { boundedLength, charactersOf, isLabelName } from "./made-labels.ts";
import { compareNaturally } from "./natural-order.ts";
import { LABELS_WORK, sortWork } from "./work.ts";

function labelName(call: Call, index: number, ev: Evaluation, where: string): string {
  const name = ev.text(call.args[index]!);
  const at = call.args[index]!.span;
  if (isLabelName(name)) return boundedLength(name, `${where} label name`, `${call.name}()`, at);
  const words = `invalid ${where} label name in ${call.name}(): ${JSON.stringify(name)}`;
  throw new PromqlError("execution", words, at);
}

function relabel(
  call: Call,
  columns: readonly Column[],
  ev: Evaluation,
  name: string,
  newValue: (labels: Labels) => string | undefined,
): Column[] {
  const changed = columns.map((column) => {
    const value = newValue(column.labels);
    ev.work(LABELS_WORK);
    ev.check();
    if (value === undefined) return column;
    boundedLength(value, "label value", `${call.name}()`, call.span);
    const labels = labelsOf([...column.labels, [name, value]]);
    ev.spend(charactersOf(labels));
    const dropName = name === METRIC_NAME ? false : column.dropName;
    return { ...column, labels, dropName };
  });
  return mergeEqual(changed);
}

/** `label_replace(v, dst, replacement, src, regex)`. Series that become equal may not have values at one step. */
export function labelReplace(call: Call, grid: Grid, ev: Evaluation): Column[] {
  const name = labelName(call, 1, ev, "destination");
  const source = ev.text(call.args[3]!);
  const pattern = ev.text(call.args[4]!);
  const columns = ev.vector(call.args[0]!, grid);
  const template = boundedLength(ev.text(call.args[2]!), "replacement", `${call.name}()`, call.args[2]!.span);
  const replace = compile(call, pattern, template);
  return relabel(call, columns, ev, name, (labels) => replace(labels.get(source) ?? ""));
}

function compile(call: Call, pattern: string, template: string): (text: string) => string | undefined {
  try {
    return createReplacer(pattern, template);
  } catch (cause) {
    const words = `invalid regular expression in label_replace(): ${pattern}`;
    throw new PromqlError("execution", words, call.args[4]!.span, cause);
  }
}

/** `label_join(v, dst, separator, src, ...)`. */
export function labelJoin(call: Call, grid: Grid, ev: Evaluation): Column[] {
  const name = labelName(call, 1, ev, "destination");
  const separator = ev.text(call.args[2]!);
  const sources = call.args.slice(3).map((_arg, i) => labelName(call, i + 3, ev, "source"));
  const columns = ev.vector(call.args[0]!, grid);
  return relabel(call, columns, ev, name, (labels) =>
    sources.map((source) => labels.get(source) ?? "").join(separator),
  );
}

/** `sort_by_label` and `sort_by_label_desc`: by the labels named, numbers in them by size, then by all labels. */
export function sortByLabel(call: Call, grid: Grid, ev: Evaluation, sign: 1 | -1): Column[] {
  const names = call.args.slice(1).map((arg) => ev.text(arg));
  const columns = ev.vector(call.args[0]!, grid);
  ev.work(columns.length * LABELS_WORK + names.length * sortWork(columns.length));
  return [...columns].sort((a, b) => {
    for (const name of names) {
      const order = compareNaturally(a.labels.get(name) ?? "", b.labels.get(name) ?? "");
      if (order !== 0) return sign * order;
    }
    return sign * compareLabels(a.labels, b.labels);
  });
}
