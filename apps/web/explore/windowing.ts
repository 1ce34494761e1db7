/** Which rows of a long list are made: those in sight and a few around them. `to` is behind the last. */
export function rowsInSight(options: {
  count: number;
  rowPx: number;
  scrollPx: number;
  heightPx: number;
  around?: number;
}): { from: number; to: number } {
  const { count, rowPx, scrollPx, heightPx, around = 6 } = options;
  const first = Math.floor(scrollPx / rowPx) - around;
  const last = Math.ceil((scrollPx + heightPx) / rowPx) + around;
  const from = Math.max(0, Math.min(first, count - 1));
  return { from, to: Math.max(from, Math.min(count, last)) };
}

/** Where a list has to be scrolled so that a row is in sight; where it is already, if it is. */
export function scrollTo(row: number, rowPx: number, scrollPx: number, heightPx: number): number {
  if (row * rowPx < scrollPx) return row * rowPx;
  return Math.max(scrollPx, (row + 1) * rowPx - heightPx);
}
