import { absentColumns } from "./absent.ts";
import { type Call, unparen } from "./ast.ts";
import { byValue } from "./best-of.ts";
import { CALENDAR } from "./calendar.ts";
import { type Column, emptyColumn, hasAny, mapColumn } from "./column.ts";
import type { Evaluation, Value } from "./evaluation.ts";
import { type Grid, timesOf } from "./grid.ts";
import { histogramFraction, histogramQuantile, histogramQuantiles } from "./histogram.ts";
import { labelJoin, labelReplace, sortByLabel } from "./label-functions.ts";
import { MATH } from "./math.ts";
import { evaluateRangeFunction } from "./range-functions.ts";
import { sortWork } from "./work.ts";

/** Evaluates a call over a grid. */
export function evaluateCall(call: Call, grid: Grid, ev: Evaluation): Value {
  const scalar = scalarFunction(call, grid, ev);
  if (scalar !== undefined) return { kind: "scalar", values: scalar };
  return { kind: "vector", columns: evaluateRangeFunction(call, grid, ev) ?? vectorFunction(call, grid, ev) };
}

function scalarFunction(call: Call, grid: Grid, ev: Evaluation): Float64Array | undefined {
  const { startMs, endMs, stepMs } = ev.query;
  ev.work(grid.count);
  const constant = (value: number) => new Float64Array(grid.count).fill(value);
  switch (call.name) {
    case "time":
      return timesOf(grid).map((ms) => ms / 1000);
    case "pi":
      return constant(Math.PI);
    case "start":
      return constant(startMs / 1000);
    case "end":
      return constant(endMs / 1000);
    case "step":
      return constant(stepMs / 1000);
    case "range":
      return constant((endMs - startMs) / 1000);
    case "scalar":
      return onlyValues(vectorArg(call, 0, grid, ev), grid.count);
    case "min_of":
    case "max_of": {
      const [a, b] = [ev.scalar(call.args[0]!, grid), ev.scalar(call.args[1]!, grid)];
      const pick = call.name === "min_of" ? Math.min : Math.max;
      return a.map((value, i) => pick(value, b[i]!));
    }
    default:
      return undefined;
  }
}

/** A vector that is looked at value by value. */
function vectorArg(call: Call, index: number, grid: Grid, ev: Evaluation): Column[] {
  const columns = ev.vector(call.args[index]!, grid);
  ev.work(columns.length * grid.count);
  return columns;
}

/** At each step the value of the only column that has one, NaN where none or several have. */
function onlyValues(columns: readonly Column[], count: number): Float64Array {
  const out = new Float64Array(count).fill(Number.NaN);
  const seen = new Uint8Array(count);
  for (const { present, values } of columns) {
    for (let i = 0; i < count; i++) {
      if (present[i] === 0) continue;
      out[i] = seen[i] === 0 ? values[i]! : Number.NaN;
      seen[i] = 1;
    }
  }
  return out;
}

function vectorFunction(call: Call, grid: Grid, ev: Evaluation): Column[] {
  const calendar = CALENDAR.get(call.name);
  if (calendar !== undefined) {
    const first = call.args[0];
    const columns =
      first === undefined ? [vectorOf(timesOf(grid).map((ms) => ms / 1000))] : vectorArg(call, 0, grid, ev);
    return columns.map((column) => mapColumn(column, calendar));
  }
  const math = MATH.get(call.name);
  if (math !== undefined) return vectorArg(call, 0, grid, ev).map((column) => mapColumn(column, math));
  switch (call.name) {
    case "vector":
      return [vectorOf(ev.scalar(call.args[0]!, grid))];
    case "round":
      return round(call, grid, ev);
    case "clamp":
    case "clamp_min":
    case "clamp_max":
      return clamp(call, grid, ev);
    case "timestamp":
      return timestamps(call, grid, ev);
    case "absent":
      return absentColumns(call.args[0]!, vectorArg(call, 0, grid, ev), grid.count);
    case "sort":
    case "sort_desc":
      return sorted(call, grid, ev);
    case "sort_by_label":
      return sortByLabel(call, grid, ev, 1);
    case "sort_by_label_desc":
      return sortByLabel(call, grid, ev, -1);
    case "label_replace":
      return labelReplace(call, grid, ev);
    case "label_join":
      return labelJoin(call, grid, ev);
    case "histogram_quantile":
      return histogramQuantile(call, grid, ev);
    case "histogram_quantiles":
      return histogramQuantiles(call, grid, ev);
    case "histogram_fraction":
      return histogramFraction(call, grid, ev);
    default:
      throw new TypeError(`no implementation of ${call.name}`);
  }
}

function vectorOf(values: Float64Array): Column {
  return { labels: new Map(), dropName: false, values, present: new Uint8Array(values.length).fill(1) };
}

/** A column computed value by value, with the step at hand. */
function mapSteps(column: Column, fn: (value: number, step: number) => number): Column {
  const out = emptyColumn(column.labels, column.values.length, true);
  for (let i = 0; i < out.values.length; i++)
    if (column.present[i] === 1) out.values[i] = fn(column.values[i]!, i);
  return { ...out, present: column.present };
}

function round(call: Call, grid: Grid, ev: Evaluation): Column[] {
  const nearest = call.args[1] === undefined ? undefined : ev.scalar(call.args[1], grid);
  return vectorArg(call, 0, grid, ev).map((column) =>
    mapSteps(column, (value, step) => {
      // Multiplying by the inverse, as Prometheus does, keeps 0.1 from becoming 0.1000000001.
      const inverse = 1 / (nearest === undefined ? 1 : nearest[step]!);
      return Math.floor(value * inverse + 0.5) / inverse;
    }),
  );
}

function clamp(call: Call, grid: Grid, ev: Evaluation): Column[] {
  const columns = vectorArg(call, 0, grid, ev);
  const bound = ev.scalar(call.args[1]!, grid);
  const least = call.name === "clamp_max" ? undefined : bound;
  const most =
    call.name === "clamp_min" ? undefined : call.name === "clamp" ? ev.scalar(call.args[2]!, grid) : bound;
  const clamped = columns.map((column) => {
    const out = mapSteps(column, (value, step) => {
      const lowered = most === undefined ? value : Math.min(most[step]!, value);
      return least === undefined ? lowered : Math.max(least[step]!, lowered);
    });
    if (least === undefined || most === undefined) return out;
    // Where the bounds cross nothing fits between them.
    const crossed = (step: number) => most[step]! < least[step]!;
    const present = out.present.map((bit, step) => (crossed(step) ? 0 : bit));
    return { ...out, present, values: out.values.map((value, step) => (crossed(step) ? Number.NaN : value)) };
  });
  return clamped.filter(hasAny);
}

/** The time of the sample a selector found; of anything computed, the time of evaluation. */
function timestamps(call: Call, grid: Grid, ev: Evaluation): Column[] {
  const inner = unparen(call.args[0]!);
  if (inner.kind === "vector_selector") return ev.sampleTimes(inner, grid);
  const seconds = timesOf(grid).map((ms) => ms / 1000);
  return vectorArg(call, 0, grid, ev).map((column) => mapSteps(column, (_value, step) => seconds[step]!));
}

/** By value at a single step; over a range the order is that of labels anyway, which a warning says. */
function sorted(call: Call, grid: Grid, ev: Evaluation): Column[] {
  const columns = ev.vector(call.args[0]!, grid);
  if (grid.count !== 1) return columns;
  ev.work(sortWork(columns.length));
  const sign = call.name === "sort" ? 1 : -1;
  return [...columns].sort((a, b) => byValue(a.values[0]!, b.values[0]!, sign));
}
