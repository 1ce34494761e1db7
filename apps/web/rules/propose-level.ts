import type { RuleOperator } from "@mission-control/contracts";

/** What an expression gave in a while: its ends, and where 99 of 100 of its values lie. */
export interface Seen {
  readonly least: number;
  readonly most: number;
  readonly low: number;
  readonly high: number;
}

/** What values tell; undefined where there are none. */
export function seenOf(values: readonly number[]): Seen | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.round((sorted.length - 1) * part)]!;
  if (sorted.length === 0) return undefined;
  return { least: sorted[0]!, most: sorted.at(-1)!, low: at(0.01), high: at(0.99) };
}

/** So much of what values move lies between nearly all of them and a level that is proposed. */
const ROOM = 0.25;

/** A round level that nearly none of the values was past, and a rounder one at which it is over. */
export function proposeLevel(seen: Seen, op: RuleOperator): { level: number; clear: number } {
  const spread = seen.high - seen.low || Math.abs(seen.high) || 1;
  const room = roundTo(spread * 0.1, spread, Math.ceil);
  if (op === "below") {
    const low = seen.low - spread * ROOM;
    // What was never less than nothing will not be.
    const level = roundTo(seen.least >= 0 && low <= 0 ? seen.low / 2 : low, spread, Math.floor);
    return { level, clear: tidy(level + room) };
  }
  const level = roundTo(seen.high + spread * ROOM, spread, Math.ceil);
  return { level, clear: tidy(level - room) };
}

/** Without what adding leaves in the last figures. */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** Rounded to two figures of the larger of the number and what the values move. */
function roundTo(value: number, spread: number, round: (number: number) => number): number {
  const size = Math.max(Math.abs(value), spread * 0.1);
  // What is next to nothing is no value of anything: it stays as it is.
  if (size < 1e-200) return value;
  const power = Math.floor(Math.log10(size)) - 1;
  // Powers of ten below one are not exact; dividing by their inverse is.
  return power >= 0 ? round(value / 10 ** power) * 10 ** power : round(value * 10 ** -power) / 10 ** -power;
}
