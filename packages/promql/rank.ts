import { labelsKey } from "@mission-control/series";
import type { Aggregate } from "./ast.ts";
import { bestOf } from "./best-of.ts";
import { type Column, emptyColumn, hasAny } from "./column.ts";
import { PromqlError } from "./errors.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Grid } from "./grid.ts";
import { type ColumnGroup, groupColumns } from "./grouping.ts";
import { sortWork } from "./work.ts";

/**
 * `topk`, `bottomk`, `limitk` and `limit_ratio`: the columns that stay, each where it was chosen. At a single step they come
 * in order of rank.
 */
export function rankColumns(
  expr: Aggregate,
  columns: readonly Column[],
  param: Float64Array,
  grid: Grid,
  ev: Evaluation,
): Column[] {
  checkParam(expr, param);
  const out: Column[] = [];
  for (const group of groupColumns(columns, expr)) {
    const chosen = group.members.map(({ labels, dropName }) => emptyColumn(labels, grid.count, dropName));
    const shares =
      expr.op === "limit_ratio" ? group.members.map(({ labels }) => shareOf(labelsKey(labels))) : [];
    let ranked: readonly number[] = [];
    for (let step = 0; step < grid.count; step++) {
      ev.work(group.members.length + sortWork(group.members.length));
      ranked = choose(expr, group, step, param[step]!, shares);
      for (const index of ranked) {
        chosen[index]!.values[step] = group.members[index]!.values[step]!;
        chosen[index]!.present[step] = 1;
      }
    }
    out.push(...(grid.count === 1 ? ranked.map((index) => chosen[index]!) : chosen.filter(hasAny)));
  }
  return out;
}

function checkParam(expr: Aggregate, param: Float64Array): void {
  const ratio = expr.op === "limit_ratio";
  for (const value of param) {
    if (Number.isNaN(value)) {
      throw new PromqlError("execution", `${ratio ? "Ratio" : "Parameter"} value is NaN`, expr.param!.span);
    }
    if (!ratio && Math.abs(value) >= 2 ** 63) {
      throw new PromqlError("execution", `Scalar value ${value} overflows int64`, expr.param!.span);
    }
  }
}

/** The members chosen at a step, best first. */
function choose(
  expr: Aggregate,
  group: ColumnGroup,
  step: number,
  param: number,
  shares: readonly number[],
): number[] {
  const { members } = group;
  const here: number[] = [];
  for (let i = 0; i < members.length; i++) if (members[i]!.present[step] === 1) here.push(i);
  if (expr.op === "limit_ratio") {
    const ratio = Math.max(-1, Math.min(1, param));
    return here.filter((i) => (ratio >= 0 ? shares[i]! < ratio : shares[i]! >= 1 + ratio));
  }
  const k = Math.max(0, Math.trunc(param));
  if (expr.op === "limitk") return here.slice(0, k);
  const sign = expr.op === "topk" ? -1 : 1;
  const at = (i: number) => members[i]!.values[step]!;
  return bestOf(here, Math.min(k, here.length), at, sign);
}

/** A number from 0 to below 1 that depends only on the labels: FNV-1a, then mixed so that near keys lie far apart. */
function shareOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
