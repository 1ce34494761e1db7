import { foldMean } from "@mission-control/series";

/** How far the last third of some values lies from the first, as a part of what they are on the whole; NaN where one has none. */
export function changeOf(values: Float64Array): number {
  const third = Math.max(1, Math.floor(values.length / 3));
  const before = foldMean(values, 0, third);
  const after = foldMean(values, values.length - third, values.length);
  const size = Math.max(Math.abs(before), Math.abs(after));
  return size === 0 ? 0 : Math.abs(after - before) / size;
}
