import type { Reader } from "cubism-es";

/** How many columns a value may be old and still stand for now. */
export const FRESH_COLUMNS = 3;

/** The value under the rule, or without one the last of the newest columns; NaN where there is none. */
export function valueAt(metric: Reader, column: number | null): number {
  if (column !== null) return metric.at(column);
  const { size: columns } = metric.context;
  for (let i = columns - 1; i >= Math.max(0, columns - FRESH_COLUMNS); i--) {
    const value = metric.at(i);
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}
