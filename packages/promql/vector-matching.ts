import { type Labels, labelsKey } from "@mission-control/series";
import { arithmeticOf, comparisonOf } from "./arithmetic.ts";
import type { Binary, Matching } from "./ast.ts";
import {
  type Column,
  describeLabels,
  emptyColumn,
  hasAny,
  keepLabels,
  omitLabels,
  withoutName,
} from "./column.ts";
import { PromqlError } from "./errors.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Grid } from "./grid.ts";
import { matchingLabels, signatureOf } from "./signature.ts";
import { LABELS_WORK } from "./work.ts";

const ONE_TO_ONE: Matching = { on: false, labels: [], card: "one-to-one", include: [] };

/** The columns of both sides that share the labels they are matched by. */
interface Group {
  readonly labels: Labels;
  readonly many: Column[];
  readonly one: Column[];
}

/** An operator between two vectors. `many` is the left side unless `group_right` turns them round. */
interface Plan {
  readonly expr: Binary;
  readonly matching: Matching;
  readonly swapped: boolean;
  readonly count: number;
  readonly fillMany: number | undefined;
  readonly fillOne: number | undefined;
  readonly work: Evaluation["work"];
  /** Steps at which both sides have any value (or are filled): elsewhere nothing is matched and nothing is wrong. */
  readonly active: Uint8Array;
}

/** Arithmetic and comparison between two vectors. */
export function matchVectors(
  expr: Binary,
  left: readonly Column[],
  right: readonly Column[],
  grid: Grid,
  ev: Evaluation,
): Column[] {
  const matching = expr.matching ?? ONE_TO_ONE;
  const swapped = matching.card === "one-to-many";
  const [many, one] = swapped ? [right, left] : [left, right];
  // Prometheus gives the fills to the many and the one side, even where group_right has turned these round.
  const { fillLeft: fillMany, fillRight: fillOne } = matching;
  ev.work((many.length + one.length) * (LABELS_WORK + 2 * grid.count));
  const active = activeSteps(many, one, fillMany !== undefined, fillOne !== undefined, grid.count);
  const plan: Plan = { expr, matching, swapped, count: grid.count, work: ev.work, fillMany, fillOne, active };
  const out: Column[] = [];
  for (const group of groupsOf(many, one, matching).values()) {
    ev.spend(grid.count * group.many.length * Math.max(1, group.one.length));
    out.push(...matchGroup(group, plan));
  }
  return out;
}

function activeSteps(
  many: readonly Column[],
  one: readonly Column[],
  fillsMany: boolean,
  fillsOne: boolean,
  count: number,
): Uint8Array {
  const [a, b] = [union(many, count), union(one, count)];
  const out = new Uint8Array(count);
  for (let i = 0; i < count; i++) out[i] = (a[i] === 1 || fillsMany) && (b[i] === 1 || fillsOne) ? 1 : 0;
  return out;
}

function union(columns: readonly Column[], count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (const { present } of columns) for (let i = 0; i < count; i++) out[i]! |= present[i]!;
  return out;
}

function groupsOf(many: readonly Column[], one: readonly Column[], matching: Matching): Map<string, Group> {
  const groups = new Map<string, Group>();
  const groupFor = (column: Column): Group => {
    const key = signatureOf(column.labels, matching);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const made = { labels: matchingLabels(column.labels, matching), many: [], one: [] };
    groups.set(key, made);
    return made;
  };
  for (const column of many) groupFor(column).many.push(column);
  for (const column of one) groupFor(column).one.push(column);
  return groups;
}

function matchGroup(group: Group, plan: Plan): Column[] {
  refuseTwins(group, plan);
  const results = createResults(plan);
  for (const many of group.many) {
    for (const one of group.one) results.add(many, one);
    if (plan.fillOne !== undefined) results.add(many, complement(group, group.one, plan.fillOne, plan));
  }
  if (plan.fillMany !== undefined && group.one.length > 0) {
    const filled = complement(group, group.many, plan.fillMany, plan);
    for (const one of group.one) results.add(filled, one);
  }
  return results.columns();
}

/** A stand-in for a side: it has the fill value wherever no column of that side has one. */
function complement(group: Group, columns: readonly Column[], fill: number, plan: Plan): Column {
  plan.work((columns.length + 2) * plan.count);
  const have = union(columns, plan.count);
  return {
    labels: group.labels,
    dropName: false,
    present: have.map((bit) => 1 - bit),
    values: new Float64Array(plan.count).fill(fill),
  };
}

/** Two columns of the one side at one step cannot both be the partner. */
function refuseTwins(group: Group, plan: Plan): void {
  if (group.one.length < 2) return;
  const owner = new Int32Array(plan.count).fill(-1);
  for (const [index, column] of group.one.entries()) {
    for (let i = 0; i < owner.length; i++) {
      if (column.present[i] === 0 || plan.active[i] === 0) continue;
      if (owner[i] === -1) {
        owner[i] = index;
        continue;
      }
      const side = plan.swapped ? "left" : "right";
      const pair = `[${describeLabels(group.one[owner[i]!]!.labels)}, ${describeLabels(column.labels)}]`;
      const words = `found duplicate series for the match group ${describeLabels(group.labels)} on the ${side} hand-side`;
      const rule = "many-to-many matching not allowed: matching labels must be unique on one side";
      throw new PromqlError("execution", `${words} of the operation: ${pair};${rule}`, plan.expr.span);
    }
  }
}

/** Gathers what pairs of columns come to; pairs of equal result labels share a column. */
function createResults(plan: Plan) {
  const { expr, matching, swapped, count, active } = plan;
  const found = new Map<string, { column: Column; matched: Uint8Array }>();
  // One to one, even results with different labels may not come from one partner at one step.
  const shared = matching.card === "one-to-one" ? new Uint8Array(count) : undefined;
  const compute = arithmeticOf(expr.op);
  const test = compute === undefined ? comparisonOf(expr.op) : undefined;

  function target(many: Column, one: Column) {
    const labels = resultLabels(expr, matching, many.labels, one.labels);
    const key = labelsKey(labels);
    const known = found.get(key);
    if (known !== undefined) return known;
    const dropName = expr.bool || (compute === undefined && many.dropName);
    const made = { column: emptyColumn(labels, count, dropName), matched: shared ?? new Uint8Array(count) };
    found.set(key, made);
    return made;
  }

  return {
    add(many: Column, one: Column): void {
      plan.work(LABELS_WORK + 2 * count);
      const { column, matched } = target(many, one);
      for (let i = 0; i < count; i++) {
        if (many.present[i] === 0 || one.present[i] === 0 || active[i] === 0) continue;
        if (matched[i] === 1) throw tooMany(plan, many.labels);
        matched[i] = 1;
        const a = swapped ? one.values[i]! : many.values[i]!;
        const b = swapped ? many.values[i]! : one.values[i]!;
        if (compute !== undefined) column.values[i] = compute(a, b);
        else if (expr.bool) column.values[i] = test!(a, b) ? 1 : 0;
        else if (test!(a, b)) column.values[i] = a;
        else continue;
        column.present[i] = 1;
      }
    },
    columns: (): Column[] => [...found.values()].map(({ column }) => column).filter(hasAny),
  };
}

function tooMany(plan: Plan, labels: Labels): PromqlError {
  const words =
    plan.matching.card === "one-to-one"
      ? "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
      : "multiple matches for labels: grouping labels must ensure unique matches";
  return new PromqlError("execution", `${words}: ${describeLabels(labels)}`, plan.expr.span);
}

function resultLabels(expr: Binary, matching: Matching, many: Labels, one: Labels): Labels {
  let labels = arithmeticOf(expr.op) === undefined ? many : withoutName(many);
  if (matching.card === "one-to-one") {
    labels = matching.on ? keepLabels(labels, matching.labels) : omitLabels(labels, matching.labels);
  }
  if (matching.include.length === 0) return labels;
  const out = new Map(omitLabels(labels, matching.include));
  for (const name of matching.include) {
    const value = one.get(name);
    if (value !== undefined) out.set(name, value);
  }
  return new Map([...out].sort(([a], [b]) => (a < b ? -1 : 1)));
}
