import type { RangeResult } from "@mission-control/promql";

/**
 * A result in a few buffers, however many series it has: they move from thread to thread, where thousands would be copied,
 * or moved one by one, while nothing else has its turn.
 */
export interface PackedResult extends Pick<RangeResult, "timesMs" | "warnings" | "infos"> {
  readonly labels: readonly RangeResult["series"][number]["labels"][];
  /** Those of all series, one after the other. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly present: Uint8Array<ArrayBuffer>;
}

/** Lays a result into buffers of its own. */
export function packResult({ timesMs, series, warnings, infos }: RangeResult): PackedResult {
  const steps = timesMs.length;
  const values = new Float64Array(series.length * steps);
  const present = new Uint8Array(series.length * steps);
  for (const [i, one] of series.entries()) {
    values.set(one.values, i * steps);
    present.set(one.present, i * steps);
  }
  return { timesMs, labels: series.map(({ labels }) => labels), values, present, warnings, infos };
}

/** The result again; its columns are parts of the same buffers. */
export function unpackResult({
  timesMs,
  labels,
  values,
  present,
  warnings,
  infos,
}: PackedResult): RangeResult {
  const steps = timesMs.length;
  const series = labels.map((of, i) => ({
    labels: of,
    values: values.subarray(i * steps, (i + 1) * steps),
    present: present.subarray(i * steps, (i + 1) * steps),
  }));
  return { timesMs, series, warnings, infos };
}
