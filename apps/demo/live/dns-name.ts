import type { Clock } from "@mission-control/series";
import type { Random } from "../company/random.ts";
import type { EdgeAddress } from "../edge/cache.ts";

/** How long resolvers keep an answer. */
export const TTL_MS = 5 * 60_000;

/**
 * A name with two addresses to choose from. Resolvers asked at different times, so that after a change the share of those
 * who know the new address grows evenly, from none to all within the TTL.
 */
export function createDnsName({ clock, random }: { clock: Clock; random: Random }) {
  let address: EdgeAddress = "blue";
  let before: EdgeAddress = "blue";
  let changedAt = Number.NEGATIVE_INFINITY;

  const moved = () => Math.min(1, (clock.monotonicMs() - changedAt) / TTL_MS);
  return {
    point(to: EdgeAddress): void {
      if (to === address) return;
      before = address;
      address = to;
      changedAt = clock.monotonicMs();
    },
    /** What one of those who ask is told now. */
    resolve: (): EdgeAddress => (random.chance(moved()) ? address : before),
    address: (): EdgeAddress => address,
  };
}
