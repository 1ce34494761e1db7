import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Columns, decodeColumns, encodeColumns } from "./columns.ts";

const value = fc.oneof(
  fc.double(),
  fc.integer({ min: -1000, max: 1000 }),
  fc.float(),
  fc.constant(Number.NaN),
);

const columns: fc.Arbitrary<Columns> = fc
  .record({ steps: fc.integer({ min: 0, max: 12 }), count: fc.integer({ min: 0, max: 5 }) })
  .chain(({ steps, count }) =>
    fc.record({
      startMs: fc.integer({ min: 0, max: 2e12 }),
      stepMs: fc.integer({ min: 1, max: 1e9 }),
      steps: fc.constant(steps),
      series: fc.array(
        fc.record({
          labels: fc
            .array(fc.tuple(fc.string(), fc.string()), { maxLength: 4 })
            .map((pairs) => new Map(pairs)),
          values: fc
            .array(value, { minLength: steps, maxLength: steps })
            .map((list) => Float64Array.from(list)),
        }),
        { minLength: count, maxLength: count },
      ),
      warnings: fc.array(fc.string(), { maxLength: 2 }),
      finalMs: fc.integer({ min: 0, max: 2e12 }),
      generation: fc.string(),
    }),
  );

describe("an answer in columns", () => {
  it("comes back as it was, to the last bit", () => {
    fc.assert(
      fc.property(columns, (given) => {
        expect(decodeColumns(encodeColumns(given).buffer)).toEqual(given);
      }),
    );
  });

  it("keeps a label called __proto__ a label", () => {
    const labels = new Map([["__proto__", "x"]]);
    const given = { startMs: 0, stepMs: 1, steps: 1, warnings: [], finalMs: 0, generation: "" };
    const back = decodeColumns(
      encodeColumns({ ...given, series: [{ labels, values: Float64Array.of(1) }] }).buffer,
    );
    expect(back).toMatchObject({ series: [{ labels }] });
    expect(Object.keys({})).toEqual([]);
  });

  it("spends four bytes on a value that loses nothing by it, and none on a column without values", () => {
    const of = (values: number[]) =>
      encodeColumns({
        startMs: 0,
        stepMs: 1,
        steps: 1_000,
        series: [
          {
            labels: new Map(),
            values: Float64Array.from({ length: 1_000 }, (_, i) => values[i % values.length]!),
          },
        ],
        warnings: [],
        finalMs: 0,
        generation: "",
      }).length;
    expect(of([0.1, 1]) - of([0.5, 1])).toBe(4_000);
    expect(of([0.5, Number.NaN]) - of([Number.NaN])).toBe(4_000);
  });

  it("is refused in words where a byte is missing, too many or wrong, and never throws", () => {
    fc.assert(
      fc.property(columns, fc.nat(), fc.integer({ min: 0, max: 255 }), (given, at, byte) => {
        const bytes = encodeColumns(given);
        const cut = bytes.slice(0, bytes.length - 1);
        expect(decodeColumns(cut.buffer)).toMatchObject({ code: "bad_columns" });
        const wrong = bytes.slice();
        wrong[at % wrong.length] = byte;
        const back = decodeColumns(wrong.buffer);
        expect("code" in back || back.steps >= 0).toBe(true);
      }),
    );
  });
});
