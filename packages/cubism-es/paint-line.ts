import { mix, over, type Pixel } from "./colour.ts";
import type { Columns } from "./columns.ts";
import { fillRows, paintGap, type Sheet } from "./hatch.ts";
import type { ComparisonLook, Ends, EventLook, LineLook } from "./look.ts";

/** How far from the top a value lies, in rows; what is beyond the ends lies at them. */
function rowOf(value: number, scale: Ends, rows: number): number {
  const part = (value - scale.low) / (scale.high - scale.low);
  return (1 - Math.min(1, Math.max(0, part))) * rows;
}

/** Lays a colour over the rows `top` to `bottom` of a column; where it covers a part of a pixel, that part of it. */
function lay(sheet: Sheet, column: number, top: number, bottom: number, colour: Pixel): void {
  const { columns, rows, pixels } = sheet;
  const last = Math.min(rows, Math.ceil(bottom));
  for (let row = Math.max(0, Math.floor(top)); row < last; row++) {
    const covered = Math.min(bottom, row + 1) - Math.max(top, row);
    const at = row * columns + column;
    if (!(covered > 0)) continue;
    const below = pixels[at]!;
    const whole = over(below, colour);
    pixels[at] = covered >= 1 ? whole : mix(below, whole, covered);
  }
}

/** An edge `thick` rows high around a row, all of it on the sheet. */
function layEdge(sheet: Sheet, column: number, row: number, thick: number, colour: Pixel): void {
  const top = Math.max(0, Math.min(sheet.rows - thick, row - thick / 2));
  lay(sheet, column, top, top + thick, colour);
}

/**
 * Paints a line: over a column the mean of its values, joined to the column before; behind it the range from the least
 * to the greatest.
 */
export function paintLine(
  sheet: Sheet,
  look: LineLook,
  from: number,
  to: number,
  data: Columns,
  firstStep: number,
): void {
  const { rows } = sheet;
  const { colours, scale, strokeRows } = look;
  for (let column = from; column < to; column++) {
    const value = data.mean[column]!;
    if (Number.isNaN(value)) {
      paintGap(sheet, column, firstStep + column, colours, look);
      continue;
    }
    fillRows(sheet, column, 0, rows, colours.background);
    const [min, max] = [data.min[column]!, data.max[column]!];
    if (min < max) lay(sheet, column, rowOf(max, scale, rows), rowOf(min, scale, rows), colours.range);
    const row = rowOf(value, scale, rows);
    const before = column > 0 ? data.mean[column - 1]! : Number.NaN;
    layEdge(sheet, column, row, strokeRows, colours.stroke);
    if (Number.isNaN(before)) continue;
    const beforeRow = rowOf(before, scale, rows);
    lay(sheet, column, Math.min(row, beforeRow), Math.max(row, beforeRow), colours.stroke);
  }
}

/** Paints a primary against a secondary: what lies between them in the colour of its direction, and the primary's edge. */
export function paintComparison(
  sheet: Sheet,
  look: ComparisonLook,
  from: number,
  to: number,
  primary: Columns,
  secondary: Columns,
  firstStep: number,
): void {
  const { rows } = sheet;
  const { colours, scale, strokeRows } = look;
  for (let column = from; column < to; column++) {
    const value = primary.mean[column]!;
    const other = secondary.mean[column]!;
    if (Number.isNaN(value)) {
      paintGap(sheet, column, firstStep + column, colours, look);
      continue;
    }
    fillRows(sheet, column, 0, rows, colours.background);
    const row = rowOf(value, scale, rows);
    if (Number.isNaN(other)) {
      layEdge(sheet, column, row, strokeRows, colours.edge);
      continue;
    }
    const otherRow = rowOf(other, scale, rows);
    const rises = value >= other;
    lay(sheet, column, Math.min(row, otherRow), Math.max(row, otherRow), rises ? colours.up : colours.down);
    layEdge(sheet, column, row, strokeRows, rises ? colours.upEdge : colours.downEdge);
  }
}

/** Paints the columns in which something happened: a value that is neither 0 nor a gap. */
export function paintEvents(sheet: Sheet, look: EventLook, from: number, to: number, data: Columns): void {
  for (let column = from; column < to; column++) {
    const [min, max] = [data.min[column]!, data.max[column]!];
    const happened = min < 0 || max > 0;
    fillRows(sheet, column, 0, sheet.rows, happened ? look.colour : 0);
  }
}
