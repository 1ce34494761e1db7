/** Calendar parts of a time in seconds since the epoch, in UTC. */
export type CalendarPart = (seconds: number) => number;

function part(read: (date: Date) => number): CalendarPart {
  const date = new Date(0);
  return (seconds) => {
    date.setTime(Math.floor(seconds) * 1000);
    return read(date);
  };
}

const DAY_MS = 86_400_000;

/** The functions of the calendar by their PromQL names. */
export const CALENDAR: ReadonlyMap<string, CalendarPart> = new Map([
  ["minute", part((date) => date.getUTCMinutes())],
  ["hour", part((date) => date.getUTCHours())],
  ["day_of_week", part((date) => date.getUTCDay())],
  ["day_of_month", part((date) => date.getUTCDate())],
  [
    "day_of_year",
    part((date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1),
  ],
  [
    "days_in_month",
    part((date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()),
  ],
  ["month", part((date) => date.getUTCMonth() + 1)],
  ["year", part((date) => date.getUTCFullYear())],
]);
