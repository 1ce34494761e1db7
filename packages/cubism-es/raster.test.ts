import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mix } from "./colour.ts";
import { columnsOf } from "./columns.ts";
import type { Look } from "./look.ts";
import { createPalette } from "./palette.ts";
import { darkRamps } from "./ramps.ts";
import { createRaster } from "./raster.ts";

const ROWS = 20;
const palette = createPalette({ ...darkRamps.blue, background: "#0a0d13" }, 4);
const [background, p1, p2, p3, p4] = palette.positive as unknown as [number, number, number, number, number];
const [, n1, n2] = palette.negative as unknown as [number, number, number];
const plain: Look = {
  kind: "horizon",
  palette,
  scale: { baseline: 0, span: 4, signed: true },
  mode: "offset",
  columnPx: 1,
  pixelRatio: 1,
};

function draw(values: readonly number[], look: Look = plain, rows = ROWS, firstStep = 0) {
  const raster = createRaster(values.length, rows);
  raster.paint(look, 0, values.length, [columnsOf(values)], firstStep);
  return raster;
}

/** One value's pixels from the top. */
function column(value: number, look: Partial<Look> = {}): number[] {
  return [...draw([value], { ...plain, ...look }).pixels];
}

const runs = (...parts: [count: number, pixel: number][]) => parts.flatMap(([n, p]) => Array(n).fill(p));

describe("a column", () => {
  it("of zero is empty, in a lane of zeros too", () => {
    expect(column(0)).toEqual(runs([ROWS, background]));
    expect(column(-0)).toEqual(runs([ROWS, background]));
    expect([...draw([0, 0, 0]).pixels]).toEqual(runs([3 * ROWS, background]));
  });

  it("in the first band rises from the bottom over the background", () => {
    expect(column(0.5)).toEqual(runs([10, background], [10, p1]));
  });

  it("in band n rises to its height in band n's colour, over the full band below", () => {
    expect(column(1.25)).toEqual(runs([15, p1], [5, p2]));
    expect(column(2.5)).toEqual(runs([10, p2], [10, p3]));
    expect(column(3.95)).toEqual(runs([1, p3], [19, p4]));
  });

  it("at the edge of a band is that band, full", () => {
    expect(column(1)).toEqual(runs([ROWS, p1]));
    expect(column(2)).toEqual(runs([ROWS, p2]));
    expect(column(4)).toEqual(runs([ROWS, p4]));
  });

  it("shows the part of a pixel at its top as a mix, once", () => {
    expect(column(0.525)).toEqual(runs([9, background], [1, mix(background, p1, 0.5)], [10, p1]));
  });

  it("above the scale, and infinite, is clipped to full", () => {
    for (const value of [4.01, 1e300, Number.MAX_VALUE, Number.POSITIVE_INFINITY]) {
      expect(column(value)).toEqual(runs([ROWS, p4]));
    }
  });

  it("below zero hangs from the top in offset mode, in the negative ramp", () => {
    expect(column(-0.5)).toEqual(runs([10, n1], [10, background]));
    expect(column(-1.25)).toEqual(runs([5, n2], [15, n1]));
    expect(column(-1.275)).toEqual(runs([5, n2], [1, mix(n1, n2, 0.5)], [14, n1]));
  });

  it("below zero stands on the bottom in mirror mode, in the negative ramp", () => {
    expect(column(-0.5, { mode: "mirror" })).toEqual(runs([10, background], [10, n1]));
    expect(column(-1.25, { mode: "mirror" })).toEqual(runs([15, n1], [5, n2]));
    expect(column(Number.NEGATIVE_INFINITY, { mode: "mirror" })).toEqual(runs([ROWS, palette.negative[4]!]));
  });

  it("below a baseline that was given is empty, not negative", () => {
    const scale = { baseline: 90, span: 10, signed: false };
    expect(column(80, { scale })).toEqual(runs([ROWS, background]));
    expect(column(91.25, { scale })).toEqual(runs([10, background], [10, p1]));
  });

  it("of no data is neither zero nor any colour of a ramp", () => {
    const gap = column(Number.NaN);
    const ramp = new Set([...palette.positive, ...palette.negative]);
    expect(gap.filter((pixel) => ramp.has(pixel))).toEqual([]);
    expect(new Set(gap)).toEqual(new Set([palette.gap, palette.hatch]));
  });

  it("never shows a smaller value higher than a greater one", () => {
    const level = (value: number) =>
      column(value).reduce((sum, pixel) => sum + [background, p1, p2, p3, p4].indexOf(pixel), 0);
    const grid = fc.integer({ min: 0, max: 80 }).map((n) => n / 20);
    fc.assert(fc.property(grid, grid, (a, b) => (a <= b ? level(a) <= level(b) : level(a) >= level(b))));
  });
});

describe("a raster", () => {
  const anyValue = fc.oneof(
    fc.double({ min: -6, max: 6 }),
    fc.double(),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 5e-324),
  );
  const anyLook = fc.record({
    kind: fc.constant("horizon" as const),
    palette: fc.integer({ min: 1, max: 8 }).map((bands) => createPalette(darkRamps.teal, bands)),
    scale: fc.record({
      baseline: fc.double({ min: -2, max: 2, noNaN: true }),
      span: fc.double({ min: 1e-9, max: 10, noNaN: true }),
      signed: fc.boolean(),
    }),
    mode: fc.constantFrom("offset" as const, "mirror" as const),
    columnPx: fc.constantFrom(1, 1.25, 2, 3, 4.5),
    pixelRatio: fc.constantFrom(1, 1.25, 1.5, 2, 3),
  });

  it("scrolled and painted only where it is new is the same, pixel for pixel, as painted whole", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 30 }),
        fc.array(anyValue, { minLength: 40, maxLength: 160 }),
        fc.array(fc.nat(12), { maxLength: 20 }),
        fc.nat(1e9),
        anyLook,
        (columns, height, values, advances, firstStep, look) => {
          const rows = Math.round(height * look.pixelRatio);
          const at = (offset: number) => [
            columnsOf(Array.from({ length: columns }, (_, i) => values[(offset + i) % values.length]!)),
          ];
          const scrolled = createRaster(columns, rows);
          scrolled.paint(look, 0, columns, at(0), firstStep);
          let offset = 0;
          for (const by of advances) {
            offset += by;
            const moved = Math.min(by, columns);
            scrolled.scroll(moved);
            scrolled.paint(look, columns - moved, columns, at(offset), firstStep + offset);
            const whole = createRaster(columns, rows);
            whole.paint(look, 0, columns, at(offset), firstStep + offset);
            expect(scrolled.pixels).toEqual(whole.pixels);
          }
        },
      ),
    );
  });

  it("paints nothing outside the columns it was asked for", () => {
    fc.assert(
      fc.property(fc.nat(10), fc.nat(10), anyLook, (a, b, look) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const raster = createRaster(10, 7);
        raster.pixels.fill(0x12345678);
        raster.paint(look, from, to, [columnsOf(Array(10).fill(1))], 0);
        const touched = raster.pixels.map((pixel) => (pixel === 0x12345678 ? 0 : 1));
        touched.forEach((hit, i) => {
          const inside = i % 10 >= from && i % 10 < to;
          expect(hit).toBe(inside ? 1 : 0);
        });
      }),
    );
  });

  it("of no columns or no rows is empty and harmless", () => {
    for (const [columns, rows] of [
      [0, 10],
      [10, 0],
      [0, 0],
    ] as const) {
      const raster = createRaster(columns, rows);
      raster.paint(plain, 0, columns, [columnsOf(Array(columns).fill(Number.NaN))], 0);
      raster.scroll(1);
      expect(raster.pixels).toHaveLength(0);
    }
  });

  it("draws into an image's own memory", () => {
    const image = new Uint8ClampedArray(4);
    createRaster(1, 1, image.buffer).paint(plain, 0, 1, [columnsOf([4])], 0);
    expect([...image]).toEqual([0x8f, 0xd3, 0xff, 0xff]);
  });
});
