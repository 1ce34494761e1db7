import type { SelectHint } from "@mission-control/series";
import { DAY_MS, LEVELS, type Level } from "./days.ts";

/** What of a bucket a function needs. `growth` is for functions of the change between a window's first and last sample. */
export type RollupKind = "first" | "last" | "min" | "max" | "sum" | "growth";

const KINDS: ReadonlyMap<string, RollupKind> = new Map([
  ["", "last"],
  ["timestamp", "last"],
  ["last_over_time", "last"],
  ["present_over_time", "last"],
  ["absent_over_time", "last"],
  ["first_over_time", "first"],
  ["min_over_time", "min"],
  ["max_over_time", "max"],
  ["sum_over_time", "sum"],
  ["avg_over_time", "sum"],
  ["count_over_time", "sum"],
  ["rate", "growth"],
  ["increase", "growth"],
  ["delta", "growth"],
] satisfies [string, RollupKind][]);

/** A window may begin so long before a bucket does, ms: the wall's rates reach one collection further than their step. */
const MOST_OVERHANG_MS = 60_000;

/** How a question can be answered from buckets: of `bucketMs`, made of those of a level. */
export interface Rollup {
  readonly kind: RollupKind;
  readonly bucketMs: number;
  readonly level: Level;
  /** How long before the end of a bucket windows begin: of that bucket they need what lies in that time only. */
  readonly overhangMs: number;
  readonly hint: SelectHint;
}

/**
 * The coarsest buckets from which a function gives what it gives from samples: no window may begin or end within one. Windows
 * of `growth` may begin a little before a bucket's end, as of that bucket its last sample is known. Gives `undefined` where
 * there are none.
 */
export function rollupOf(hint: SelectHint): Rollup | undefined {
  const { startMs, stepMs, rangeMs } = hint;
  const kind = KINDS.get(hint.func);
  if (kind === undefined || !(rangeMs > 0) || ![startMs, stepMs, rangeMs].every(Number.isSafeInteger))
    return undefined;
  const endsMs = commonDivisor(commonDivisor(Math.abs(startMs), stepMs), DAY_MS);
  const overhangMs = rangeMs % endsMs;
  const mayOverhang = kind === "growth" && rangeMs >= endsMs && overhangMs <= MOST_OVERHANG_MS;
  const bucketMs = mayOverhang ? endsMs : commonDivisor(endsMs, rangeMs);
  const level = LEVELS.findLast((length) => length > 0 && bucketMs % length === 0);
  if (level === undefined) return undefined;
  return { kind, bucketMs, level, overhangMs: mayOverhang ? overhangMs : 0, hint };
}

function commonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
