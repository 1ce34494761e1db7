import { formatLabels, labelsKey } from "@mission-control/series";
import type { InstantResult, RangeResult } from "../query.ts";
import type { Point } from "./points.ts";
import type { Expectations } from "./script.ts";

const TOLERANCE = 1e-6;

/** Whether two numbers are the same but for rounding. */
function near(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  if (a === b) return true;
  const difference = Math.abs(a - b);
  return difference <= TOLERANCE * Math.min(Math.abs(a), Math.abs(b)) || difference < 1e-300;
}

/** What is wrong with a result at one time, or undefined. */
export function compareInstant(result: InstantResult, expected: Expectations): string | undefined {
  if (expected.text !== undefined) {
    return result.type === "string" && result.value === expected.text
      ? undefined
      : `expected ${expected.text}`;
  }
  if (expected.scalar !== undefined) {
    const got = result.type === "scalar" ? result.value : Number.NaN;
    if (result.type !== "scalar") return `expected a scalar, got a ${result.type}`;
    return near(got, expected.scalar) ? undefined : `expected ${expected.scalar}, got ${got}`;
  }
  if (result.type === "matrix") {
    const { startMs, stepMs } = expected.matrix ?? { startMs: 0, stepMs: 1 };
    const columns = result.series.map(({ labels, timesMs, values }) => {
      const points: Point[] = [];
      for (const [i, timeMs] of timesMs.entries()) points[(timeMs - startMs) / stepMs] = values[i]!;
      return { labels, points: Array.from(points) };
    });
    return compareColumns(columns, expected, false);
  }
  if (result.type !== "vector") return `expected a vector, got a ${result.type}`;
  const columns = result.series.map(({ labels, value }) => ({ labels, points: [value] }));
  return compareColumns(columns, expected, expected.ordered);
}

/** What is wrong with a result over a range, or undefined. */
export function compareRange(result: RangeResult, expected: Expectations): string | undefined {
  const columns = result.series.map(({ labels, values, present }) => ({
    labels,
    points: Array.from(values, (value, i) => (present[i] === 1 ? value : undefined)),
  }));
  return compareColumns(columns, expected, false);
}

type Points = Pick<Expectations["series"][number], "labels" | "points">;

function compareColumns(
  got: readonly Points[],
  expected: Expectations,
  ordered: boolean,
): string | undefined {
  const wanted = expected.series.filter(({ points }) => points.some((point) => point !== undefined));
  const byKey = new Map(got.map((column, index) => [labelsKey(column.labels), { column, index }]));
  for (const [index, { labels, points }] of wanted.entries()) {
    const name = formatLabels(labels);
    const found = byKey.get(labelsKey(labels));
    if (found === undefined)
      return `${name} is missing; got ${got.map((one) => formatLabels(one.labels)).join(" ")}`;
    if (ordered && found.index !== index) return `${name} stands at ${found.index}, not ${index}`;
    const length = Math.max(points.length, found.column.points.length);
    for (let i = 0; i < length; i++) {
      const [a, b] = [found.column.points[i], points[i]];
      if (a === undefined && b === undefined) continue;
      if (typeof a !== "number" || typeof b !== "number" || !near(a, b)) {
        return `${name} at ${i}: expected ${b}, got ${a}`;
      }
    }
  }
  if (got.length === wanted.length) return undefined;
  const keys = new Set(wanted.map(({ labels }) => labelsKey(labels)));
  const extra = got.filter(({ labels }) => !keys.has(labelsKey(labels)));
  return `not expected: ${extra.map(({ labels, points }) => `${formatLabels(labels)} ${points}`).join(" ")}`;
}
