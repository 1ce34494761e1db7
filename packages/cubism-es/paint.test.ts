import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mix, over, pixelOf } from "./colour.ts";
import { type Columns, columnsOf } from "./columns.ts";
import type { AnyLook, ComparisonLook, EventLook, LineLook, Look } from "./look.ts";
import { createPalette } from "./palette.ts";
import { darkRamps } from "./ramps.ts";
import { createRaster } from "./raster.ts";

const ROWS = 20;
const grain = { columnPx: 1, pixelRatio: 1 };
const ground = { background: pixelOf("#000000"), gap: pixelOf("#101010"), hatch: pixelOf("#202020") };
const [up, upEdge] = [pixelOf("#00ff0080"), pixelOf("#00ff00")];
const [down, downEdge] = [pixelOf("#ff000080"), pixelOf("#ff0000")];
const edge = pixelOf("#888888");
const [stroke, range] = [pixelOf("#ffffff"), pixelOf("#ffffff80")];
const scale = { low: 0, high: 20 };

const line: LineLook = {
  kind: "line",
  colours: { ...ground, stroke, range },
  scale,
  strokeRows: 2,
  ...grain,
};
const comparison: ComparisonLook = {
  kind: "comparison",
  colours: { ...ground, up, upEdge, down, downEdge, edge },
  scale,
  strokeRows: 1,
  ...grain,
};
const events: EventLook = { kind: "events", colour: upEdge, ...grain };
const palette = createPalette({ ...darkRamps.blue, background: "#0a0d13" }, 4);
const horizon: Look = {
  kind: "horizon",
  palette,
  scale: { baseline: 0, span: 4, signed: true },
  mode: "offset",
  ...grain,
};

function draw(look: AnyLook, ...data: Columns[]) {
  const columns = data[0]!.mean.length;
  const raster = createRaster(columns, ROWS);
  raster.paint(look, 0, columns, data, 0);
  return (column: number) => Array.from({ length: ROWS }, (_, row) => raster.pixels[row * columns + column]!);
}
const one = (min: number, mean: number, max: number): Columns => ({
  min: Float64Array.of(min),
  mean: Float64Array.of(mean),
  max: Float64Array.of(max),
});
const runs = (...parts: [count: number, pixel: number][]) => parts.flatMap(([n, p]) => Array(n).fill(p));
const anyNumber = fc.oneof(
  fc.double({ min: -30, max: 30 }),
  fc.double(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);

describe("a line", () => {
  it("stands at its value's height, as thick as it should be", () => {
    expect(draw(line, columnsOf([10]))(0)).toEqual(
      runs([9, ground.background], [2, stroke], [9, ground.background]),
    );
  });

  it("is whole at the ends of its scale and beyond them", () => {
    for (const value of [20, 25, Number.POSITIVE_INFINITY])
      expect(draw(line, columnsOf([value]))(0)).toEqual(runs([2, stroke], [18, ground.background]));
    for (const value of [0, -5, Number.NEGATIVE_INFINITY])
      expect(draw(line, columnsOf([value]))(0)).toEqual(runs([18, ground.background], [2, stroke]));
  });

  it("is joined to the column before, and to nothing over a gap", () => {
    const column = draw(line, columnsOf([4, 16, Number.NaN, 4]));
    expect(column(1)).toEqual(runs([3, ground.background], [13, stroke], [4, ground.background]));
    expect(column(3)).toEqual(draw(line, columnsOf([4]))(0));
  });

  it("shows the range of a column behind its mean", () => {
    const between = over(ground.background, range);
    expect(draw(line, one(5, 10, 15))(0)).toEqual(
      runs([5, ground.background], [4, between], [2, stroke], [4, between], [5, ground.background]),
    );
  });
});

describe("a comparison", () => {
  const against = (primary: number, secondary: number) =>
    draw(comparison, columnsOf([primary]), columnsOf([secondary]))(0);

  it("fills what lies between the two in the colour of its direction, with the primary's edge", () => {
    const more = over(ground.background, up);
    const less = over(ground.background, down);
    expect(against(15.5, 5)).toEqual(
      runs([4, ground.background], [1, upEdge], [10, more], [5, ground.background]),
    );
    expect(against(4.5, 15)).toEqual(
      runs([5, ground.background], [10, less], [1, downEdge], [4, ground.background]),
    );
  });

  it("draws only the edge where there is nothing to compare with, and a gap where there is no primary", () => {
    expect(new Set(against(10, Number.NaN))).toEqual(
      new Set([ground.background, mix(ground.background, edge, 0.5)]),
    );
    expect(new Set(against(Number.NaN, 10))).toEqual(new Set([ground.gap, ground.hatch]));
  });
});

describe("events", () => {
  it("mark a column in which something happened, and no other", () => {
    const column = draw(events, columnsOf([0, 1, Number.NaN, -2, Number.POSITIVE_INFINITY]));
    const marked = [0, 1, 2, 3, 4].map((each) => column(each)[0] === upEdge);
    expect(marked).toEqual([false, true, false, true, true]);
    expect(draw(events, one(0, 0.1, 3))(0)[0]).toBe(upEdge);
  });
});

describe("a horizon column on which several values fell", () => {
  const [background, p1] = palette.positive as unknown as [number, number];

  it("is full up to its least, weaker to its mean, faint to its greatest", () => {
    expect(draw(horizon, one(0.25, 0.5, 0.75))(0)).toEqual(
      runs([5, background], [5, mix(background, p1, 0.4)], [5, mix(p1, background, 0.4)], [5, p1]),
    );
  });

  it("looks as one value where all are the same", () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (value) => {
        expect(draw(horizon, one(value, value, value))(0)).toEqual(draw(horizon, columnsOf([value]))(0));
      }),
    );
  });
});

describe("a logarithmic horizon", () => {
  const log: Look = { ...horizon, scale: { baseline: 0, span: 10_000, signed: true, low: 1 } };
  const positive = palette.positive as unknown as number[];

  it("gives each power of ten its band", () => {
    for (const [value, band] of [
      [10, 1],
      [100, 2],
      [1_000, 3],
      [10_000, 4],
    ] as const) {
      expect(draw(log, columnsOf([value]))(0)).toEqual(runs([ROWS, positive[band]!]));
    }
  });

  it("has no height for zero and what is below its least, and full height for the infinite", () => {
    for (const value of [0, 0.5, 1, -0.5]) {
      expect(draw(log, columnsOf([value]))(0)).toEqual(runs([ROWS, positive[0]!]));
    }
    expect(draw(log, columnsOf([Number.POSITIVE_INFINITY]))(0)).toEqual(runs([ROWS, positive[4]!]));
  });
});

describe("whatever the values, every mode", () => {
  it("paints a gap where there is none and never where there is one, and throws nothing", () => {
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 1, maxLength: 8 }), (values) => {
        for (const look of [line, { ...comparison, kind: "comparison" as const }]) {
          const column = draw(look, columnsOf(values), columnsOf([...values].reverse()));
          values.forEach((value, i) => {
            const gap = column(i).every((pixel) => pixel === ground.gap || pixel === ground.hatch);
            expect(gap).toBe(Number.isNaN(value));
          });
        }
      }),
    );
  });
});
