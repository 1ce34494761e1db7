import { clockDate, onZone, zone } from "./zone.ts";

/** A time of day in the zone that is shown: "14:29:40". */
export function clockTime(ms: number): string {
  return clockDate(ms).toISOString().slice(11, 19);
}

const exactly = () =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: zone(),
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    timeZoneName: "short",
  });
// Made once it is needed: it takes a browser longer than drawing a lane does.
let exact: Intl.DateTimeFormat | undefined;
onZone(() => {
  exact = undefined;
});

/** A moment to the millisecond with its day and zone, for tooltips. */
export function exactTime(ms: number): string {
  exact ??= exactly();
  return exact.format(ms);
}

/** Where it is of another year than now. */
const dayOfYear = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** A day, with its year where it is not this one: "20 Nov", "20 Nov 2025". */
function dayText(ms: number, nowMs: number): string {
  const [date, now] = [clockDate(ms), clockDate(nowMs)];
  return (date.getUTCFullYear() === now.getUTCFullYear() ? day : dayOfYear).format(date);
}

/** The time of day where a moment is of today, else the day and the time: "20 Nov 14:29". */
export function momentText(ms: number, nowMs: number): string {
  return isSameDay(ms, nowMs) ? clockTime(ms) : minuteText(ms, nowMs);
}

/** The same to the minute, as one says since when something is: "14:29", "20 Nov 14:29". */
export function minuteText(ms: number, nowMs: number): string {
  const time = clockTime(ms).slice(0, 5);
  return isSameDay(ms, nowMs) ? time : `${dayText(ms, nowMs)} ${time}`;
}

function isSameDay(ms: number, nowMs: number): boolean {
  return dayNumber(ms) === dayNumber(nowMs);
}

const dayNumber = (ms: number): number => Math.floor(clockDate(ms).getTime() / 86_400_000);

const LENGTHS = [
  { ms: 86_400_000, unit: "d" },
  { ms: 3_600_000, unit: "h" },
  { ms: 60_000, unit: "min" },
  { ms: 1_000, unit: "s" },
] as const;

/** A length of time in its largest whole unit, at least a second: "2 s", "5 min", "3 d". */
export function lengthText(ms: number): string {
  const size = Math.max(1_000, ms);
  const part = LENGTHS.find((length) => size >= length.ms) ?? LENGTHS[3];
  return `${Math.floor(size / part.ms)} ${part.unit}`;
}

/** A step as people say it: "5 s", "2 min", "90 s" where it is no whole number of the larger unit. */
export function stepText(ms: number): string {
  const part = LENGTHS.find((length) => ms >= length.ms && ms % length.ms === 0);
  return part === undefined ? `${ms} ms` : `${ms / part.ms} ${part.unit}`;
}
