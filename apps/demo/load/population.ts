import type { Random } from "../company/random.ts";
import type { User } from "../company/wire.ts";
import { type Agent, drawAgent } from "./agents.ts";
import { draw, type Weighted } from "./draw.ts";

/** A user and the program they use. */
export interface Member {
  readonly user: User;
  readonly agent: Agent;
  /** How often they come, against the others. */
  readonly activity: number;
}

/** Those who ask: a fixed number, so that what is kept of each user stays bounded. */
export interface Population {
  readonly members: readonly Member[];
  /** One of them; some come often and many seldom. */
  draw(random: Random): Member;
  /** Those of them whom `keep` says, or all where that is nobody. */
  among(keep: (member: Member) => boolean): Population;
}

/** Shares of visitors, in percent. */
const countries: Weighted<string> = [
  ["US", 28],
  ["DE", 14],
  ["GB", 9],
  ["FR", 8],
  ["IN", 8],
  ["BR", 6],
  ["JP", 6],
  ["CA", 5],
  ["NL", 4],
  ["AU", 3],
  ["PL", 3],
  ["SE", 2],
  ["SG", 2],
  ["ZA", 2],
];

/** RFC 5737. */
const V4_RANGES = ["192.0.2", "198.51.100", "203.0.113"];
const V6_SHARE = 0.2;
const FIRST_ID = 1_042;

/** Users with ids, addresses from the documentation ranges, countries, an arm of the experiment and an agent, from a seed. */
export function createPopulation({ random, size = 120 }: { random: Random; size?: number }): Population {
  const address = addresses(random.fork("addresses"));
  return crowd(
    Array.from({ length: size }, (_, i) => ({
      user: {
        id: `u-${FIRST_ID + i}`,
        address: address(),
        country: draw(random, countries),
        experiment: random.chance(0.5) ? "blue-button" : "orange-button",
      },
      agent: drawAgent(random),
      activity: random.logNormal(1, 0.8),
    })),
  );
}

function crowd(members: readonly Member[]): Population {
  let sum = 0;
  const upTo = members.map((member) => {
    sum += member.activity;
    return sum;
  });
  return {
    members,
    draw: (random) => members[firstAbove(upTo, random.next() * sum)]!,
    among(keep) {
      const kept = members.filter(keep);
      return crowd(kept.length === 0 ? members : kept);
    },
  };
}

/** Addresses that differ: IPv4 while the ranges last, and a share of IPv6 (RFC 3849). */
function addresses(random: Random): () => string {
  const v4 = shuffled(
    random,
    V4_RANGES.flatMap((range) => Array.from({ length: 254 }, (_, i) => `${range}.${i + 1}`)),
  );
  let v6 = 0;
  return () => {
    const next = random.chance(V6_SHARE) ? undefined : v4.pop();
    if (next !== undefined) return next;
    v6++;
    return `2001:db8:${random.int(1, 0xffff).toString(16)}::${v6.toString(16)}`;
  };
}

/** Fisher and Yates. */
function shuffled<T>(random: Random, list: T[]): T[] {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.int(0, i);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}

/** The index of the first that is above `value` in a list that rises. */
function firstAbove(list: readonly number[], value: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
