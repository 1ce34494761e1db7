import { formatLabels, type Samples } from "@mission-control/series";

/** Samples as text to number, for tests: `name{label="value"}` to its value, or its values at `timeMs` only where that is given. */
export function showSamples(samples: Samples, timeMs?: number): Record<string, number> {
  const shown: Record<string, number> = Object.create(null);
  for (let i = 0; i < samples.refs.length; i++) {
    if (timeMs !== undefined && samples.timesMs[i] !== timeMs) continue;
    shown[formatLabels(samples.labels[samples.refs[i]!]!)] = samples.values[i]!;
  }
  return shown;
}
