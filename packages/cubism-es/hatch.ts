import type { Pixel } from "./colour.ts";

/** Pixels row by row from the top, one to a column. */
export interface Sheet {
  readonly columns: number;
  readonly rows: number;
  readonly pixels: Uint32Array;
}

/** Slanting strokes over a column of no data. `step` is the number of its step, so that they move with it. */
export function hatch(
  sheet: Sheet,
  column: number,
  step: number,
  colour: Pixel,
  look: { readonly columnPx: number; readonly pixelRatio: number },
): void {
  const { columns, rows, pixels } = sheet;
  const period = Math.max(2, Math.round(6 * look.pixelRatio));
  const width = Math.max(1, Math.round(look.pixelRatio));
  const rest = Math.floor((step * look.columnPx) % period);
  for (let row = 0; row < rows; row++) {
    if ((rest + row + period) % period < width) pixels[row * columns + column] = colour;
  }
}

/** A column in one colour, hatched where the hatch is another. */
export function paintGap(
  sheet: Sheet,
  column: number,
  step: number,
  colours: { readonly gap: Pixel; readonly hatch: Pixel },
  look: { readonly columnPx: number; readonly pixelRatio: number },
): void {
  fillRows(sheet, column, 0, sheet.rows, colours.gap);
  if (colours.hatch !== colours.gap) hatch(sheet, column, step, colours.hatch, look);
}

/** A column's rows `from` up to but not with `to` in one colour. */
export function fillRows(sheet: Sheet, column: number, from: number, to: number, colour: Pixel): void {
  for (let row = from; row < to; row++) sheet.pixels[row * sheet.columns + column] = colour;
}
