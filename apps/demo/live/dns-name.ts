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
  /** Of those who ask: how many knew the present address already when it was pointed to, 0 to 1. */
  let knewBefore = 1;
  let changedAt = clock.monotonicMs();

  /** The share of those who know the present address. */
  const known = () => knewBefore + (1 - knewBefore) * Math.min(1, (clock.monotonicMs() - changedAt) / TTL_MS);
  return {
    point(to: EdgeAddress): void {
      if (to === address) return;
      knewBefore = 1 - known();
      address = to;
      changedAt = clock.monotonicMs();
    },
    /** Everybody knows blue at once, as if it had never been changed. */
    reset(): void {
      address = "blue";
      knewBefore = 1;
    },
    /** What one of those who ask is told now. */
    resolve: (): EdgeAddress => (random.chance(known()) ? address : other(address)),
    address: (): EdgeAddress => address,
  };
}

const other = (address: EdgeAddress): EdgeAddress => (address === "blue" ? "green" : "blue");
