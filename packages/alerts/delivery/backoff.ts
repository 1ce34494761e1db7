const FIRST_MS = 1_000;
const LONGEST_MS = 10 * 60_000;
/** Full jitter may come out at nothing: so long at least nobody is bothered again. */
const LEAST_MS = 250;
/** However long the other side wants to be left alone, it is asked again after so long. */
const LONGEST_ASKED_MS = 3_600_000;

/**
 * How long to wait after the `failures`-th failure in a row, 1 being the first: anywhere up to 1 s, 2 s, 4 s … 10 min, so that those
 * who failed together do not come back together ("full jitter"). Never sooner than the other side asked for, an hour at most.
 */
export function backoffMs(failures: number, random: () => number, askedMs = 0): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(30, Math.max(0, failures - 1)));
  const own = Math.max(LEAST_MS, Math.round(random() * most));
  return Math.max(own, Math.min(LONGEST_ASKED_MS, Math.max(0, askedMs)));
}
