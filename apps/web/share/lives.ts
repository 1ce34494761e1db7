const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long a share link can hold. */
export const lives = [
  { id: "1h", label: "1 hour", ms: HOUR_MS },
  { id: "1d", label: "1 day", ms: DAY_MS },
  { id: "7d", label: "1 week", ms: 7 * DAY_MS },
  { id: "30d", label: "30 days", ms: 30 * DAY_MS },
  { id: "1y", label: "1 year", ms: 365 * DAY_MS },
] as const;
