import type { Binary } from "./ast.ts";
import { type Column, hasAny, mergeEqual } from "./column.ts";
import type { Evaluation } from "./evaluation.ts";
import { signatureOf } from "./signature.ts";
import { LABELS_WORK } from "./work.ts";

/** `and`, `or` and `unless`: which columns have a partner on the other side, step by step. */
export function combineSets(
  expr: Binary,
  left: readonly Column[],
  right: readonly Column[],
  ev: Evaluation,
): Column[] {
  for (const { values } of [...left, ...right]) ev.work(LABELS_WORK + 2 * values.length);
  const signature = (column: Column) => signatureOf(column.labels, expr.matching);
  if (expr.op === "or")
    return mergeEqual([...left, ...masked(right, presenceBySignature(left, signature), false, signature)]);
  return masked(left, presenceBySignature(right, signature), expr.op === "and", signature);
}

function presenceBySignature(
  columns: readonly Column[],
  signature: (column: Column) => string,
): Map<string, Uint8Array> {
  const out = new Map<string, Uint8Array>();
  for (const column of columns) {
    const key = signature(column);
    const known = out.get(key);
    if (known === undefined) out.set(key, column.present.slice());
    else for (let i = 0; i < known.length; i++) known[i]! |= column.present[i]!;
  }
  return out;
}

/** The columns where the other side has (`wanted`) or has no (not `wanted`) partner. */
function masked(
  columns: readonly Column[],
  others: ReadonlyMap<string, Uint8Array>,
  wanted: boolean,
  signature: (column: Column) => string,
): Column[] {
  const out: Column[] = [];
  for (const column of columns) {
    const other = others.get(signature(column));
    if (other === undefined) {
      if (!wanted) out.push(column);
      continue;
    }
    const present = column.present.slice();
    const values = column.values.slice();
    for (let i = 0; i < present.length; i++) {
      if ((other[i] === 1) === wanted) continue;
      present[i] = 0;
      values[i] = Number.NaN;
    }
    const result = { ...column, present, values };
    if (hasAny(result)) out.push(result);
  }
  return out;
}
