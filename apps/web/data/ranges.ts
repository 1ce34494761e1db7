import { stepText } from "../format/time.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The stretches of time that are offered. `name` stands in links. */
export const ranges = [
  { name: "15m", label: "15 min", ms: 15 * MINUTE_MS },
  { name: "1h", label: "1 h", ms: HOUR_MS },
  { name: "3h", label: "3 h", ms: 3 * HOUR_MS },
  { name: "6h", label: "6 h", ms: 6 * HOUR_MS },
  { name: "12h", label: "12 h", ms: 12 * HOUR_MS },
  { name: "24h", label: "24 h", ms: DAY_MS },
  { name: "7d", label: "7 d", ms: 7 * DAY_MS },
  { name: "30d", label: "30 d", ms: 30 * DAY_MS },
  { name: "90d", label: "90 d", ms: 90 * DAY_MS },
  { name: "365d", label: "1 y", ms: 365 * DAY_MS },
] as const;

/** The stretches that have a key or a command of their own. */
export type RangeName = (typeof ranges)[number]["name"];

/** A stretch of time up to now, of any length. */
export interface Range {
  readonly name: string;
  readonly label: string;
  readonly ms: number;
}

/** The least and the longest, ms. */
const LEAST_MS = 5 * MINUTE_MS;
const MOST_MS = 366 * DAY_MS;
const UNITS: Readonly<Record<string, number>> = {
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
  y: 365 * DAY_MS,
};

/** Short enough that lanes visibly move a minute after the first start. */
const defaultRange: RangeName = "15m";

/** The range that a name means ("45m", "36h", "2w"), undefined where it means none or one that is too short or too long. */
export function readRange(name: unknown): Range | undefined {
  const known = ranges.find((range) => range.name === name);
  if (known !== undefined || typeof name !== "string") return known;
  const match = /^([1-9]\d{0,6})([mhdwy])$/.exec(name);
  const ms = match === null ? Number.NaN : Number(match[1]) * UNITS[match[2]!]!;
  if (!(ms >= LEAST_MS && ms <= MOST_MS)) return undefined;
  return ranges.find((range) => range.ms === ms) ?? { name, label: stepText(ms), ms };
}

/** The range of a name, the default one where there is no such. */
export function rangeOf(name: string | undefined): Range {
  return readRange(name ?? defaultRange) ?? ranges[0];
}

/** Of the ranges that are offered the next longer one (`by` -1) or shorter one (1). */
export const nextRange = (ms: number, by: 1 | -1): Range | undefined =>
  by > 0 ? ranges.findLast((range) => range.ms < ms) : ranges.find((range) => range.ms > ms);
