/**
 * Work is counted in values looked at, each some two nanoseconds: what an evaluation counts by `Evaluation.work` while it
 * runs, and what `costOf` expects of it before. Both count by what stands here.
 */

/** A value that is sorted costs so many that are added up, for each halving. */
const SORT_WEIGHT = 4;
/** Making the labels of one series, its key, and finding it again. */
export const LABELS_WORK = 200;

/** Sorting so many values. */
export const sortWork = (values: number): number => SORT_WEIGHT * values * Math.ceil(Math.log2(values + 1));

/** What a function does in one window of so many samples. */
type WindowWork = (samples: number) => number;

const atEnds: WindowWork = () => 1;
const overAll: WindowWork = (samples) => samples + 1;

const WINDOW_WORK: ReadonlyMap<string, WindowWork> = new Map([
  ...["last_over_time", "first_over_time", "present_over_time", "absent_over_time", "irate", "idelta"].map(
    (name): [string, WindowWork] => [name, atEnds],
  ),
  // These look at each sample of a series once, however many windows hold it: see `seriesWork`.
  ...[
    "min_over_time",
    "max_over_time",
    "changes",
    "resets",
    "ts_of_first_over_time",
    "ts_of_last_over_time",
  ].map((name): [string, WindowWork] => [name, atEnds]),
  ["quantile_over_time", (samples) => 1 + sortWork(samples)],
  ["mad_over_time", (samples) => 1 + 2 * sortWork(samples)],
]);

/** What a range function does in each window. */
export const windowWork = (name: string): WindowWork => WINDOW_WORK.get(name) ?? overAll;

/** Laying windows at so many steps over so many samples of a series, and looking at each once. */
export const seriesWork = (samples: number, steps: number): number => 2 * samples + 2 * steps;

/** A bucket of a histogram at one step is gathered, joined with its neighbours, lifted and searched. */
export const BUCKET_WORK = 4;
