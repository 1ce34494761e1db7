import { mix, type Pixel } from "./colour.ts";
import type { Columns } from "./columns.ts";
import { hatch, type Sheet } from "./hatch.ts";
import type { Look } from "./look.ts";

/** How much of the colour of a column's least and greatest value is seen beside its mean. */
const RANGE_PART = 0.4;

/**
 * Each column is one colour above its edge row, one on it and one below it: planned by column, then written by row,
 * because memory lies by row.
 */
interface Plan {
  readonly above: Uint32Array;
  readonly edge: Uint32Array;
  readonly below: Uint32Array;
  readonly edgeRow: Int32Array;
}

function createPlan(columns: number): Plan {
  const pixels = () => new Uint32Array(columns);
  return { above: pixels(), edge: pixels(), below: pixels(), edgeRow: new Int32Array(columns) };
}

function planGap(plan: Plan, at: number, gap: Pixel): void {
  plan.above[at] = gap;
  plan.edge[at] = gap;
  plan.below[at] = gap;
  plan.edgeRow[at] = 0;
}

/** How far a value lies from the baseline, in parts of the full height; below zero where it lies below. */
function partOf(value: number, scale: Look["scale"]): number {
  const { baseline, span, low = 0 } = scale;
  if (!(low > 0)) return (value - baseline) / span;
  const size = Math.abs(value);
  if (!(size > low)) return 0;
  const part = size === Number.POSITIVE_INFINITY ? 1 : Math.log(size / low) / Math.log(span / low);
  return value < 0 ? -part : part;
}

function planValue(plan: Plan, at: number, value: number, look: Look, rows: number): void {
  const { palette, scale } = look;
  const part = partOf(value, scale);
  const falls = part < 0;
  const colours = falls ? palette.negative : palette.positive;
  const bands = falls && !scale.signed ? 0 : Math.min(1, Math.abs(part)) * palette.bands;
  const band = Math.min(palette.bands - 1, Math.floor(bands));
  const height = (bands - band) * rows;
  const whole = Math.floor(height);
  const colour = colours[band + 1]!;
  const under = colours[band]!;
  const hangs = falls && look.mode === "offset";
  plan.above[at] = hangs ? colour : under;
  plan.below[at] = hangs ? under : colour;
  plan.edge[at] = mix(under, colour, height - whole);
  plan.edgeRow[at] = hangs ? whole : rows - 1 - whole;
}

function pixelAt(plan: Plan, at: number, row: number): Pixel {
  const edge = plan.edgeRow[at]!;
  return row < edge ? plan.above[at]! : row > edge ? plan.below[at]! : plan.edge[at]!;
}

/** Paints horizon columns on a sheet. */
export function createHorizonPainter(sheet: Sheet) {
  const { columns, rows, pixels } = sheet;
  const mean = createPlan(columns);
  const low = createPlan(1);
  const high = createPlan(1);

  /** Where several values fell on a column: up to its least in full, to its mean weaker, to its greatest faint. */
  function paintRange(column: number, data: Columns, look: Look): void {
    planValue(low, 0, data.min[column]!, look, rows);
    planValue(high, 0, data.max[column]!, look, rows);
    for (let row = 0; row < rows; row++) {
      const at = row * columns + column;
      const own = pixels[at]!;
      const most = pixelAt(high, 0, row);
      const least = pixelAt(low, 0, row);
      if (most !== own) pixels[at] = mix(own, most, RANGE_PART);
      if (least !== own) pixels[at] = mix(pixels[at]!, least, RANGE_PART);
    }
  }

  /** Writes what was planned, row by row. */
  function write(from: number, to: number): void {
    for (let row = 0; row < rows; row++) {
      const start = row * columns;
      for (let column = from; column < to; column++) {
        const at = mean.edgeRow[column]!;
        pixels[start + column] =
          row < at ? mean.above[column]! : row > at ? mean.below[column]! : mean.edge[column]!;
      }
    }
  }

  return (look: Look, from: number, to: number, data: Columns, firstStep: number): void => {
    const { gap, hatch: stroke } = look.palette;
    let plain = true;
    for (let column = from; column < to; column++) {
      const value = data.mean[column]!;
      if (Number.isNaN(value)) planGap(mean, column, gap);
      else planValue(mean, column, value, look, rows);
      if (data.min[column] !== data.max[column]) plain = false;
    }
    write(from, to);
    if (plain) return;
    // A gap is not equal to itself either.
    for (let column = from; column < to; column++) {
      if (data.min[column]! < data.max[column]!) paintRange(column, data, look);
      else if (Number.isNaN(data.mean[column]!) && stroke !== gap) {
        hatch(sheet, column, firstStep + column, stroke, look);
      }
    }
  };
}
