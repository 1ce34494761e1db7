import { metric } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createAnnotations } from "./annotations.ts";
import { createBudget } from "./budget.ts";
import type { Column } from "./column.ts";
import { countValues } from "./count-values.ts";
import { createEvaluation } from "./evaluate.ts";
import { parseExpr } from "./parse.ts";

function count(columns: readonly Column[], steps: number, maxSamples: number): Column[] {
  const expr = parseExpr("count_values('v', x)");
  if (expr.kind !== "aggregate") throw new TypeError(`a ${expr.kind}`);
  const grid = { startMs: 0, stepMs: 1, count: steps };
  const query = { startMs: 0, endMs: 0, stepMs: 1, lookbackMs: 1, seriesOf: () => [] };
  const evaluation = createEvaluation(
    expr,
    query,
    createBudget({ maxSamples }, undefined),
    createAnnotations(),
  );
  return countValues(expr, columns, "v", grid, evaluation);
}

const column = (...values: number[]): Column => ({
  labels: metric("x"),
  dropName: false,
  values: Float64Array.from(values),
  present: new Uint8Array(values.length).fill(1),
});

describe("count_values", () => {
  it("counts what all its series will come to before it makes the first", () => {
    // No column can be this long: making one would be a RangeError.
    const steps = 2 ** 50;
    expect(() => count([column(1, 2)], steps, 1.5 * steps)).toThrow("too many samples");
    expect(() => count([column(1), column(2)], steps, 1.5 * steps)).toThrow("too many samples");
    expect(() => count([column(1, 1)], steps, 1.5 * steps)).toThrow(RangeError);
  });

  it("costs as many samples as its values have steps, and the characters of their labels", () => {
    expect(count([column(5, 6, 5), column(5, 7, 7)], 3, 12)).toHaveLength(3);
    expect(() => count([column(5, 6, 5), column(5, 7, 7)], 3, 11)).toThrow("too many samples");
  });
});
