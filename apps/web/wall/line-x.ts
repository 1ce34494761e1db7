/** Where a moment lies, in whole CSS pixels from the left edge of the oldest column. */
export function lineX(
  context: { readonly startMs: number; readonly step: number; readonly columnPx: number },
  timeMs: number,
): number {
  return Math.round(((timeMs - context.startMs) / context.step) * context.columnPx);
}
