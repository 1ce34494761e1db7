import { Refusal } from "@mission-control/contracts";

const HOUR_MS = 3_600_000;
const units = new Map([
  ["h", HOUR_MS],
  ["d", 24 * HOUR_MS],
]);
const MOST_MS = 35 * 24 * HOUR_MS;

/** How long a history is to be, `1h` to `35d`, in ms. @throws Refusal `invalid_query`, in words. */
export function historyLength(text: string): number {
  const parts = /^(\d{1,4})([hd])$/.exec(text.trim());
  const lengthMs = Number(parts?.[1]) * (units.get(parts?.[2] ?? "") ?? Number.NaN);
  if (lengthMs >= HOUR_MS && lengthMs <= MOST_MS) return lengthMs;
  throw new Refusal("invalid_query", `a history is 1h to 35d long, as in "12h" or "30d"; this is "${text}"`);
}
