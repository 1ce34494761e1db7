import { labelsOf, manualClock } from "@mission-control/series";
import { createContext } from "cubism-es";
import { describe, expect, it } from "vitest";
import { createLaneRows, type LaneOrder } from "./lane-rows.ts";

const NOW = 1_000_000;
const STEP = 5_000;

function rowsOf(limit: number, sort?: LaneOrder) {
  const context = createContext({
    clock: manualClock(NOW),
    step: STEP,
    size: 10,
    columnPx: 1,
    endMs: NOW,
  });
  const rows = createLaneRows({ context, limit, sort });
  const names = () => rows.all.map((row) => row.labels.get("host"));
  return { context, rows, names };
}
const host = (name: string) => labelsOf([["host", name]]);
const flat = (name: string, value: number) => ({
  labels: host(name),
  values: new Float64Array(10).fill(value),
});
const FROM = NOW - 9 * STEP;

describe("the rows of a lane", () => {
  it("are those with the largest mean where there are more label sets than rows, and the rest is counted", () => {
    const { rows, names } = rowsOf(2);
    rows.load(FROM, [flat("a", 1), flat("b", 9), flat("c", 5), flat("d", 3)]);
    expect(names()).toEqual(["b", "c"]);
    expect(rows.hidden).toBe(2);
  });

  it("stay the same rows when the past is loaded again, so that a canvas keeps its metric", () => {
    const { rows } = rowsOf(5);
    expect(rows.load(FROM, [flat("a", 1), flat("b", 2)])).toBe(true);
    const before = rows.all;
    expect(rows.load(FROM, [flat("b", 2), flat("a", 1)])).toBe(false);
    expect(rows.all.map((row) => row.metric)).toEqual(before.map((row) => row.metric));
  });

  it("that came live are kept when the past knows nothing of them yet", () => {
    const { rows, names } = rowsOf(5);
    expect(rows.set(host("new"), NOW, 1)).toBe(true);
    rows.load(FROM, [flat("old", 1)]);
    expect(names()).toEqual(["new", "old"]);
  });

  it("without any value left in the window go", () => {
    const { context, rows, names } = rowsOf(5);
    rows.set(host("gone"), NOW, 1);
    context.advance(NOW + 50 * STEP);
    rows.load(NOW + 41 * STEP, [flat("here", 1)]);
    expect(names()).toEqual(["here"]);
  });

  it("tell labels apart that only look alike", () => {
    const { rows } = rowsOf(5);
    rows.set(labelsOf([["a", "1b"]]), NOW, 1);
    rows.set(labelsOf([["a1", "b"]]), NOW, 2);
    rows.set(labelsOf([["__proto__", "x"]]), NOW, 3);
    expect(rows.all).toHaveLength(3);
  });

  it("stand in the order of their values or of their change, and stay there until they are sorted again", () => {
    const rising = { labels: host("c"), values: Float64Array.from({ length: 10 }, (_, i) => i) };
    for (const [sort, expected] of [
      ["given", ["a", "b", "c"]],
      ["name", ["a", "b", "c"]],
      ["value", ["b", "c", "a"]],
      ["change", ["c", "a", "b"]],
    ] as const) {
      const { rows, names } = rowsOf(5, sort);
      rows.load(FROM, [flat("a", 1), flat("b", 9), rising]);
      expect(names()).toEqual(expected);
    }
    const { rows, names } = rowsOf(5, "value");
    rows.load(FROM, [flat("a", 1), flat("b", 2)]);
    for (let i = 0; i < 10; i++) rows.set(host("a"), FROM + i * STEP, 50);
    expect(names()).toEqual(["b", "a"]);
    expect(rows.resort()).toBe(true);
    expect(names()).toEqual(["a", "b"]);
    expect(rows.resort()).toBe(false);
  });

  it("are those that changed most where that is their order, and a row without a value is the last", () => {
    const rising = { labels: host("c"), values: Float64Array.from({ length: 10 }, (_, i) => i) };
    const { rows, names } = rowsOf(2, "change");
    rows.load(FROM, [flat("a", 90), rising, flat("d", Number.NaN), flat("b", 80)]);
    expect(names()).toEqual(["c", "a"]);
    const few = rowsOf(5, "value");
    few.rows.load(FROM, [flat("a", Number.NaN), flat("b", -4)]);
    expect(few.names()).toEqual(["b", "a"]);
  });
});
