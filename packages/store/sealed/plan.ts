import { firstFrom, type SampleColumns } from "../merge.ts";
import { DAY_MS, dayEndMs, dayOf, type SealedFile } from "./days.ts";
import type { Rollup } from "./rollup.ts";
import type { Wanted } from "./wanted.ts";

/** Between which ends of buckets what is asked is folded: after the one, and up to the other. */
export interface Span {
  readonly rollup: Rollup;
  readonly afterMs: number;
  readonly toMs: number;
  /** Whether nothing is wanted before the first bucket. */
  readonly isWhole: boolean;
}

/** From which files a question is answered. */
export interface Plan {
  /** Files of samples that are read for the whole time. */
  readonly samples: readonly SealedFile[];
  /** Files of buckets, which are read for the span. */
  readonly buckets: readonly SealedFile[];
  /** The samples of the same slices, for what lies before and after it. */
  readonly edges: readonly SealedFile[];
}

/** The buckets that lie wholly in what is asked. */
export function spanOf(wanted: Wanted, rollup: Rollup): Span {
  const { bucketMs, hint } = rollup;
  // The first window begins where the question does: of a bucket around it, it needs no more than the last sample.
  const isWhole = wanted.startMs === hint.startMs - hint.rangeMs;
  const afterMs = (isWhole ? Math.floor : Math.ceil)(wanted.startMs / bucketMs) * bucketMs;
  return { rollup, afterMs, toMs: Math.floor(wanted.endMs / bucketMs) * bucketMs, isWhole };
}

/**
 * Decides what is read as buckets: slices that have such files, of days of which nothing is forgotten and of which no sample
 * waits in the table, as buckets know nothing of that one yet.
 */
export function layPlan(
  files: readonly SealedFile[],
  waiting: ReadonlyMap<number, SampleColumns>,
  span: Span | undefined,
): Plan {
  const all = files.filter(({ level }) => level === 0);
  if (span === undefined) return { samples: all, buckets: [], edges: [] };
  const { rollup, afterMs, toMs, isWhole } = span;
  const disturbed = daysOf(waiting);
  const buckets = files.filter(
    ({ day, level, fromMs }) =>
      level === rollup.level &&
      fromMs <= day * DAY_MS &&
      !disturbed.has(day) &&
      dayEndMs(day) > afterMs &&
      day * DAY_MS < toMs,
  );
  const slices = new Set(buckets.map(sliceOf));
  const ofBuckets = all.filter((file) => slices.has(sliceOf(file)));
  const edges = ofBuckets.filter(({ day }) => (!isWhole && day * DAY_MS < afterMs) || dayEndMs(day) > toMs);
  return { samples: all.filter((file) => !slices.has(sliceOf(file))), buckets, edges };
}

const sliceOf = ({ day, slice }: SealedFile) => `${day}.${slice}`;

function daysOf(waiting: ReadonlyMap<number, SampleColumns>): Set<number> {
  const days = new Set<number>();
  for (const { timesMs } of waiting.values()) {
    for (let i = 0; i < timesMs.length; ) {
      const day = dayOf(timesMs[i]!);
      days.add(day);
      i = firstFrom(timesMs, (timeMs) => timeMs > dayEndMs(day));
    }
  }
  return days;
}
