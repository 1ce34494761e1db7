import { limits } from "@mission-control/contracts";

const QUARTER_MS = 15 * 60_000;
const FURTHEST_ZONE_MS = 15 * 3_600_000;
const AHEAD_MS = 60_000;
const OLDEST_MS = 7 * 86_400_000;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The parts of a time that says no zone; a log line of RFC 3164 has no year either. */
interface LocalTime {
  readonly year?: number;
  /** `Nov` */
  readonly month: string;
  readonly day: number;
  readonly clock: string;
}

/** A time that names its zone, or undefined where it is none or cannot be: more than a week past, or ahead of now. */
export function zonedTime(iso: string, nowMs: number): number | undefined {
  const timeMs = Date.parse(iso);
  return timeMs >= nowMs - OLDEST_MS && timeMs <= nowMs + limits.futureMs ? timeMs : undefined;
}

/**
 * A time without a zone: the writer's zone is the one that puts it into the last quarter of an hour, as zones differ by
 * quarters of an hour and lines come soon. Undefined where no zone does.
 */
export function localTime(given: LocalTime, nowMs: number): number | undefined {
  const month = months.indexOf(given.month);
  const [hours, minutes, seconds] = given.clock.split(":").map(Number) as [number, number, number];
  const thisYear = new Date(nowMs).getUTCFullYear();
  const years = given.year === undefined ? [thisYear - 1, thisYear, thisYear + 1] : [given.year];
  for (const year of years) {
    const asUtcMs = Date.UTC(year, month, given.day, hours, minutes) + Math.round(seconds * 1000);
    const zoneMs = Math.floor((nowMs + AHEAD_MS - asUtcMs) / QUARTER_MS) * QUARTER_MS;
    if (month >= 0 && Math.abs(zoneMs) <= FURTHEST_ZONE_MS) return asUtcMs + zoneMs;
  }
  return undefined;
}

const clfTime = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d(?:\.\d{1,3})?)(?: ([+-])(\d\d)(\d\d))?$/;

/** The time of an access line, `21/Nov/2026:07:49:41.570` or with an offset as `+0100`; undefined where it is none that can be. */
export function accessTime(text: string, nowMs: number): number | undefined {
  const [, day, month, year, clock, sign, hours, minutes] = clfTime.exec(text) ?? [];
  if (day === undefined || month === undefined || year === undefined || clock === undefined) return undefined;
  if (sign === undefined) return localTime({ year: Number(year), month, day: Number(day), clock }, nowMs);
  const number = String(months.indexOf(month) + 1).padStart(2, "0");
  return zonedTime(`${year}-${number}-${day}T${clock}${sign}${hours}:${minutes}`, nowMs);
}
