import type { Series } from "@mission-control/series";
import { type Column, emptyColumn } from "./column.ts";
import { interpolate } from "./extended.ts";
import { withoutStale } from "./windows.ts";

/**
 * The value of a series at each of the times on the line between the samples around it, both within `lookbackMs`; after the
 * last sample its value, before the first none. With `asTimes`, the times themselves in seconds.
 */
export function smoothedAt(
  series: Series,
  timesMs: Float64Array,
  lookbackMs: number,
  asTimes: boolean,
): Column | undefined {
  const { timesMs: sampleMs, values } = withoutStale(series);
  const column = emptyColumn(series.labels, timesMs.length);
  let next = 0;
  let any = false;
  for (let i = 0; i < timesMs.length; i++) {
    const timeMs = timesMs[i]!;
    while (next < sampleMs.length && sampleMs[next]! < timeMs) next++;
    const value = valueAt(sampleMs, values, next, timeMs, lookbackMs);
    if (value === undefined) continue;
    column.values[i] = asTimes ? timeMs / 1000 : value;
    column.present[i] = 1;
    any = true;
  }
  return any ? column : undefined;
}

function valueAt(
  sampleMs: Float64Array,
  values: Float64Array,
  next: number,
  timeMs: number,
  lookbackMs: number,
): number | undefined {
  if (sampleMs[next] === timeMs) return values[next];
  const previous = next - 1;
  if (previous < 0 || sampleMs[previous]! <= timeMs - lookbackMs) return undefined;
  const left = values[previous]!;
  if (next >= sampleMs.length || sampleMs[next]! > timeMs + lookbackMs) return left;
  return interpolate(sampleMs[previous]!, left, sampleMs[next]!, values[next]!, timeMs, false);
}
