import { limits, type RawEvent, type Reject } from "@mission-control/contracts";
import { formatLabels, type Labels, METRIC_NAME, nameOf, type Samples } from "@mission-control/series";

/** Who knows which series there are: asked before a new one is let in. */
export interface SeriesRoll {
  readonly seriesCount: number;
  knows(labels: Labels): boolean;
  /** Gives a new series its place, so that batches under way count towards the limit. */
  admit(labels: Labels): void;
}

/** Samples that passed, the faults of the others (a fault of one series once, at most 100) and how many were dropped. */
export interface CheckedSamples {
  readonly samples: Samples;
  readonly rejects: Reject[];
  readonly rejected: number;
}

const MOST_REJECTS = 100;
const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Why an event that zod let through is refused all the same, with its place `at` in the request; undefined when it is good. */
export function eventFault(raw: RawEvent, nowMs: number, at: string): Reject | undefined {
  if (raw.time === undefined) return undefined;
  const path = at === "" ? "time" : `${at}.time`;
  const fault = timeFault(raw.time, nowMs);
  return fault && { ...fault, path };
}

/**
 * Lets samples through that can be kept: names as Prometheus writes them, bounded labels, finite times no further in the
 * future than `limits.futureMs`, and no more than `maxSeries` series. NaN is a value. When all are good the very same
 * columns come back: nothing is copied, and nothing is allocated for a sample or a known series.
 */
export function checkSamples(
  samples: Samples,
  options: { nowMs: number; maxSeries: number; roll: SeriesRoll },
): CheckedSamples {
  const rejects: Reject[] = [];
  const badSeries = checkSeries(samples.labels, options, rejects);
  const latestMs = options.nowMs + limits.futureMs;
  const { refs, timesMs } = samples;
  let rejected = 0;
  for (let i = 0; i < timesMs.length; i++) {
    const timeMs = timesMs[i]!;
    const bad = !(timeMs <= latestMs && timeMs > Number.NEGATIVE_INFINITY);
    if (bad || (badSeries !== undefined && badSeries[refs[i]!] === 1)) rejected++;
  }
  if (rejected === 0) return { samples, rejects, rejected };
  return { samples: keepGood(samples, badSeries, options.nowMs, rejected, rejects), rejects, rejected };
}

/** A mark for each series that is refused, or undefined when all are good. */
function checkSeries(
  all: readonly Labels[],
  { roll, maxSeries }: { roll: SeriesRoll; maxSeries: number },
  rejects: Reject[],
): Uint8Array | undefined {
  let marks: Uint8Array | undefined;
  for (let ref = 0; ref < all.length; ref++) {
    const labels = all[ref]!;
    if (roll.knows(labels)) continue;
    const fault = seriesFault(labels) ?? (roll.seriesCount >= maxSeries ? overLimit(maxSeries) : undefined);
    if (fault === undefined) {
      roll.admit(labels);
      continue;
    }
    marks ??= new Uint8Array(all.length);
    marks[ref] = 1;
    if (rejects.length < MOST_REJECTS) rejects.push({ ...fault, path: seriesPath(labels) });
  }
  return marks;
}

function keepGood(
  samples: Samples,
  badSeries: Uint8Array | undefined,
  nowMs: number,
  rejected: number,
  rejects: Reject[],
): Samples {
  const length = samples.timesMs.length - rejected;
  const kept = {
    labels: samples.labels,
    refs: new Uint32Array(length),
    timesMs: new Float64Array(length),
    values: new Float64Array(length),
  };
  const told = new Set<number>();
  let at = 0;
  for (let i = 0; i < samples.timesMs.length; i++) {
    const ref = samples.refs[i]!;
    if (badSeries !== undefined && badSeries[ref] === 1) continue;
    const fault = timeFault(samples.timesMs[i]!, nowMs);
    if (fault === undefined) {
      kept.refs[at] = ref;
      kept.timesMs[at] = samples.timesMs[i]!;
      kept.values[at] = samples.values[i]!;
      at++;
    } else if (rejects.length < MOST_REJECTS && !told.has(ref)) {
      told.add(ref);
      rejects.push({ ...fault, path: seriesPath(samples.labels[ref]!) });
    }
  }
  return kept;
}

type Fault = Omit<Reject, "path">;

function timeFault(timeMs: number, nowMs: number): Fault | undefined {
  if (!Number.isFinite(timeMs)) return { code: "invalid_time", message: "the time is no number" };
  if (timeMs <= nowMs + limits.futureMs) return undefined;
  return {
    code: "too_far_ahead",
    message: `the time lies more than ${limits.futureMs / 60_000} minutes in the future`,
  };
}

function seriesFault(labels: Labels): Fault | undefined {
  if (!metricName.test(nameOf(labels))) {
    return { code: "invalid_metric_name", message: "a metric name matches [a-zA-Z_:][a-zA-Z0-9_:]*" };
  }
  if (nameOf(labels).length > limits.nameLength) {
    return {
      code: "invalid_metric_name",
      message: `a metric name has at most ${limits.nameLength} characters`,
    };
  }
  // The name is a label too, but not one that people count.
  if (labels.size - 1 > limits.labelsPerSeries) {
    return { code: "too_many_labels", message: `a series has at most ${limits.labelsPerSeries} labels` };
  }
  for (const [name, value] of labels) {
    if (name === METRIC_NAME) continue;
    if (!labelName.test(name) || name.length > limits.nameLength) {
      return { code: "invalid_label_name", message: "a label name matches [a-zA-Z_][a-zA-Z0-9_]*" };
    }
    if (value.length > limits.labelValueLength) {
      return {
        code: "label_value_too_long",
        message: `a label value has at most ${limits.labelValueLength} characters`,
      };
    }
  }
  return undefined;
}

const overLimit = (maxSeries: number): Fault => ({
  code: "series_limit",
  message: `series limit ${maxSeries}: no new series are taken`,
});

/** The series as people know it, short enough to be shown. */
function seriesPath(labels: Labels): string {
  const text = formatLabels(labels);
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
