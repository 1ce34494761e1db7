const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The stretches of time a wall can show. `name` stands in links. */
export const ranges = [
  { name: "15m", label: "15 min", ms: 15 * MINUTE_MS },
  { name: "1h", label: "1 h", ms: HOUR_MS },
  { name: "3h", label: "3 h", ms: 3 * HOUR_MS },
  { name: "6h", label: "6 h", ms: 6 * HOUR_MS },
  { name: "12h", label: "12 h", ms: 12 * HOUR_MS },
  { name: "24h", label: "24 h", ms: DAY_MS },
  { name: "7d", label: "7 d", ms: 7 * DAY_MS },
  { name: "30d", label: "30 d", ms: 30 * DAY_MS },
] as const;

export type Range = (typeof ranges)[number];
export type RangeName = Range["name"];

/** Short enough that lanes visibly move a minute after the first start. */
const defaultRange: RangeName = "15m";

/** The range of a name, the default one where there is no such. */
export function rangeOf(name: string | undefined): Range {
  return ranges.find((range) => range.name === (name ?? defaultRange)) ?? ranges[0];
}
