import type { RangeResult } from "@mission-control/promql";
import { labelsOf } from "@mission-control/series";
import fc from "fast-check";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { rangeAnswer, rangeJson } from "./prom-range-json.ts";

const result = (
  series: RangeResult["series"],
  steps: number,
  said: Partial<RangeResult> = {},
): RangeResult => ({
  timesMs: Float64Array.from({ length: steps }, (_, i) => 1_700_000_000_000 + i * 15_500),
  series,
  warnings: [],
  infos: [],
  ...said,
});
const parse = (of: RangeResult) => JSON.parse(Buffer.concat([...rangeJson(of)]).toString()) as unknown;

describe("a range's answer in JSON", () => {
  it("is Prometheus' own, whatever names and values hold", () => {
    const cell = fc.option(fc.double(), { nil: undefined });
    const rows = fc.array(
      fc.tuple(fc.string({ unit: "binary" }), fc.array(cell, { minLength: 3, maxLength: 3 })),
    );
    fc.assert(
      fc.property(rows, (given) => {
        const series = given.map(([name, cells]) => ({
          labels: labelsOf([["name", name]]),
          values: Float64Array.from(cells, (value) => value ?? Number.NaN),
          present: Uint8Array.from(cells, (value) => (value === undefined ? 0 : 1)),
        }));
        const expected = given
          .map(([name, cells]) => ({
            metric: Object.fromEntries(labelsOf([["name", name]])),
            values: cells.flatMap((value, i) =>
              value === undefined ? [] : [[(1_700_000_000_000 + i * 15_500) / 1_000, textOf(value)]],
            ),
          }))
          .filter(({ values }) => values.length > 0);
        expect(parse(result(series, 3))).toEqual({
          status: "success",
          data: { resultType: "matrix", result: JSON.parse(JSON.stringify(expected)) },
        });
      }),
    );
  });

  it("says what it should be read with", () => {
    expect(parse(result([], 1, { warnings: ['a "b"'], infos: ["c"] }))).toEqual({
      status: "success",
      data: { resultType: "matrix", result: [] },
      warnings: ['a "b"'],
      infos: ["c"],
    });
  });

  it("of many values comes in pieces, between which others have their turn", async () => {
    const steps = 11_000;
    const series = Array.from({ length: 20 }, (_, i) => ({
      labels: labelsOf([["i", String(i)]]),
      values: new Float64Array(steps).fill(i),
      present: new Uint8Array(steps).fill(1),
    }));
    const app = new Hono().get("/", (c) => rangeAnswer(c, result(series, steps)));
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns++;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const body = (await (await app.request("/")).json()) as { data: { result: { values: unknown[] }[] } };
    isOver = true;
    expect(body.data.result.map(({ values }) => values.length)).toEqual(Array(20).fill(steps));
    expect(turns).toBeGreaterThan(20);
  });
});

/** As Prometheus writes a value. */
function textOf(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}
