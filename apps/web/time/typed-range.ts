import { readRange } from "../data/ranges.ts";
import { clockDate, momentOf } from "../format/zone.ts";

/** A range that was typed, or what is wrong with it. */
export type TypedRange =
  | { readonly range: string }
  | { readonly from: number; readonly to: number }
  | { readonly fault: string };

const DAY_MS = 86_400_000;
const UNITS: Readonly<Record<string, string>> = {
  m: "m",
  min: "m",
  minute: "m",
  h: "h",
  hr: "h",
  hour: "h",
  d: "d",
  day: "d",
  w: "w",
  week: "w",
  y: "y",
  year: "y",
};
const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
  y: 365 * DAY_MS,
};
const BETWEEN = /\s+(?:to|until|and|–|—|-|\.\.)\s+|\s*(?:–|—|\.\.)\s*/;

/**
 * What a typed range means: "2h", "last 45 min", "today", "yesterday", "14:00 to 15:30", "2026-11-20", or two times in
 * ISO's form with "to" between. Times without a zone are those of the zone that is shown.
 */
export function readTyped(text: string, nowMs: number): TypedRange {
  const typed = text.trim().replace(/\s+/g, " ");
  if (typed === "") return { fault: "Type a range, as 2h or yesterday" };
  const length = lengthOf(typed.replace(/^(?:the )?(?:last|past) /i, ""));
  if (length !== undefined) {
    const range = readRange(length);
    return range === undefined ? { fault: "A range is 5 min to 1 y long" } : { range: range.name };
  }
  const day = dayOf(typed, nowMs);
  if (day !== undefined) return within(day, nextDay(day), nowMs);
  const [first, second, ...rest] = typed.split(BETWEEN);
  if (first === undefined || rest.length > 0) return unknown;
  const from = momentIn(first, nowMs, undefined);
  if (from === undefined) return unknown;
  if (second === undefined) return within(from, nowMs, nowMs);
  const to = momentIn(second, nowMs, from);
  return to === undefined ? unknown : within(from, to, nowMs);
}

const unknown: TypedRange = {
  fault: "Not understood: type 2h, yesterday, 14:00 to 15:30, or 2026-11-20 14:00 to 2026-11-21 09:00",
};

function within(from: number, to: number, nowMs: number): TypedRange {
  if (from >= nowMs) return { fault: "It begins in the future" };
  if (to <= from) return { fault: "It ends before it begins" };
  if (to - from < 1_000) return { fault: "It is too short" };
  return from <= 0 ? unknown : { from, to };
}

/** "2h", "45 min", "1 week" as the name of a range. */
function lengthOf(text: string): string | undefined {
  const match = /^(\d{1,6}) ?([a-z]+?)s?$/i.exec(text);
  const unit = match === null ? undefined : unitOf(match[2]!);
  return unit === undefined ? undefined : `${Number(match![1])}${unit}`;
}

const unitOf = (text: string): string | undefined => UNITS[text.toLowerCase()];

/** Where a whole day begins that is meant by a text. */
function dayOf(text: string, nowMs: number): number | undefined {
  const word = text.toLowerCase();
  const today = dayStart(nowMs);
  if (word === "today") return today;
  if (word === "yesterday") return dayStart(today - 1);
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match === null ? undefined : dateOf(match);
}

function dayStart(ms: number): number {
  const shown = clockDate(ms).getTime();
  return momentOf(shown - (((shown % DAY_MS) + DAY_MS) % DAY_MS));
}

/** Days are as long as the zone has them. */
const nextDay = (startMs: number): number => dayStart(startMs + 1.5 * DAY_MS);

function dateOf(match: RegExpExecArray): number | undefined {
  const [year, month, day, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const shown = Date.UTC(year!, month! - 1, day!, hour, minute, second);
  // A 31 February is none.
  const isDate = new Date(shown).getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isDate ? momentOf(shown) : undefined;
}

/** "now", "now-2h", "yesterday", a time of day (of the day of `after`, else of today), or a date and time. */
function momentIn(text: string, nowMs: number, after: number | undefined): number | undefined {
  if (/^now$/i.test(text)) return nowMs;
  const ago = /^now ?- ?(.+)$/i.exec(text) ?? /^(.+) ago$/i.exec(text);
  if (ago !== null) {
    const length = lengthOf(ago[1]!);
    return length === undefined ? undefined : nowMs - Number.parseInt(length, 10) * UNIT_MS[length.at(-1)!]!;
  }
  const time = /^(?:(today|yesterday) )?(\d{1,2}):(\d{2})(?::(\d{2}))?$/i.exec(text);
  if (time !== null) {
    const [hour, minute, second] = [time[2], time[3], time[4] ?? 0].map(Number);
    if (hour! > 23 || minute! > 59 || second! > 59) return undefined;
    const dayMs = time[1] === undefined ? dayStart(after ?? nowMs) : dayOf(time[1], nowMs)!;
    return momentOf(clockDate(dayMs).getTime() + ((hour! * 60 + minute!) * 60 + second!) * 1_000);
  }
  const day = dayOf(text, nowMs);
  if (day !== undefined) return day;
  const local = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(text);
  if (local !== null) return dateOf(local);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/.test(text))
    return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
