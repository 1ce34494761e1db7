import { keptSeconds } from "../company/caching.ts";

/** What the edge may keep, as the mix of the shop asks for it: its share of all, how many paths it has, how long it is kept. */
const kept = [
  { share: 0.226, paths: 3, seconds: keptSeconds.assets },
  { share: 0.273, paths: 2, seconds: keptSeconds.pages },
] as const;

/** The share of requests at the edge that are for what its cache may keep. */
export const KEPT_SHARE = kept.reduce((sum, { share }) => sum + share, 0);

/**
 * The share of requests that the cache answers, of `perSecond` at the edge. Where a path is asked for with rate r and kept
 * for T, each miss is followed by r · T hits, so that hits are r · T / (1 + r · T) of what is asked.
 */
export function hitShare(perSecond: number): number {
  let sum = 0;
  for (const { share, paths, seconds } of kept) {
    const hitsOfMiss = ((perSecond * share) / paths) * seconds;
    sum += (share * hitsOfMiss) / (1 + hitsOfMiss);
  }
  return sum;
}
