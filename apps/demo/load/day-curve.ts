const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;
/** The epoch was a Thursday; weeks are counted from its Monday. */
const MONDAY_OFFSET_HOURS = 3 * DAY_HOURS;

const QUIET = 0.14;
const NOON = { hour: 12.5, share: 0.56, narrow: 3.5 };
const EVENING = { hour: 20, share: 0.82, narrow: 4 };
/** What a weekend takes away. */
const WEEKEND = 0.28;
/** The weekend comes and goes over so many hours, around midnight. */
const RAMP_HOURS = 8;

/**
 * How busy a shop is, 0 to 1, at a time in ms since the epoch (UTC); smooth, and the same each week.
 *
 * With h the hour of the day and w the hour of the week from Monday:
 * `(0.14 + 0.56 b(h; 12.5, 3.5) + 0.82 b(h; 20, 4)) (1 - 0.28 weekend(w))`, where
 * `b(h; m, k) = exp(k (cos(2π (h - m) / 24) - 1))` is the von Mises density scaled to 1 at its middle, and
 * `weekend` goes from 0 to 1 by half a cosine between Friday 20:00 and Saturday 04:00, and back from Sunday 20:00.
 */
export function dayCurve(timeMs: number): number {
  const hours = timeMs / HOUR_MS;
  const hour = within(hours, DAY_HOURS);
  const day = QUIET + bump(hour, NOON) + bump(hour, EVENING);
  return day * (1 - WEEKEND * weekend(within(hours + MONDAY_OFFSET_HOURS, WEEK_HOURS)));
}

function bump(hour: number, { hour: middle, share, narrow }: typeof NOON): number {
  return share * Math.exp(narrow * (Math.cos((2 * Math.PI * (hour - middle)) / DAY_HOURS) - 1));
}

function weekend(hourOfWeek: number): number {
  const begins = 5 * DAY_HOURS - RAMP_HOURS / 2;
  const ends = WEEK_HOURS - RAMP_HOURS / 2;
  // The end of Sunday's ramp lies in Monday's first hours.
  if (hourOfWeek < RAMP_HOURS / 2) return 1 - ramp(hourOfWeek + RAMP_HOURS / 2);
  if (hourOfWeek >= ends) return 1 - ramp(hourOfWeek - ends);
  return ramp(hourOfWeek - begins);
}

/** From 0 to 1 over the ramp's hours. */
function ramp(hours: number): number {
  const done = Math.min(1, Math.max(0, hours / RAMP_HOURS));
  return (1 - Math.cos(Math.PI * done)) / 2;
}

function within(value: number, length: number): number {
  return ((value % length) + length) % length;
}
