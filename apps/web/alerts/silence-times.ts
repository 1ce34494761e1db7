import { clockDate, momentOf } from "../format/zone.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** For how long it may be quiet, as it is offered. */
export const silenceTimes = [
  { id: "1h", label: "1 h", endMs: (nowMs: number) => nowMs + HOUR_MS },
  { id: "4h", label: "4 h", endMs: (nowMs: number) => nowMs + 4 * HOUR_MS },
  { id: "morning", label: "Until tomorrow 9:00", endMs: tomorrowAtNine },
] as const;

/** When the clocks of the zone that is shown show nine on the next day. */
function tomorrowAtNine(nowMs: number): number {
  const today = Math.floor(clockDate(nowMs).getTime() / DAY_MS);
  return momentOf((today + 1) * DAY_MS + 9 * HOUR_MS);
}

/** A moment as a field of date and time has it, by the clocks of the zone that is shown: "2026-11-21T14:05". */
export const fieldText = (ms: number): string => clockDate(ms).toISOString().slice(0, 16);

/** The moment of such a text where it can be looked back at: while a year is typed it is one of long ago, such as 20. */
export function pastMoment(text: string, nowMs: number): number | undefined {
  const ms = fieldMoment(text);
  return ms !== undefined && ms > 0 && ms <= nowMs ? ms : undefined;
}

/** The moment of such a text, undefined where it is none. */
export function fieldMoment(text: string): number | undefined {
  const shownMs = Date.parse(`${text}Z`);
  return /^\d{4}-/.test(text) && Number.isFinite(shownMs) ? momentOf(shownMs) : undefined;
}
