import type { Random } from "../company/random.ts";

const SIZE = 65_536;

/** Draws from the standard normal distribution, by the hundred million. */
export type Noise = () => number;

/**
 * A source of normal noise that costs a look-up: `SIZE` draws of the seed, taken in an order of their own (xorshift, Marsaglia
 * 2003, period 2³² - 1), so that what is heard repeats only after days of history.
 */
export function createNoise(random: Random): Noise {
  const table = Float64Array.from({ length: SIZE }, () => random.normal(0, 1));
  let state = random.int(1, 0x7fffffff);
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return table[state >>> 16]!;
  };
}

/**
 * A level that wanders around 0 with the deviation `deviation` and forgets half of where it was each `halfLife` steps: the
 * autoregressive process x' = a x + √(1 - a²) σ n with a = 2^(-1 / halfLife).
 */
export function createWander(noise: Noise, deviation: number, halfLife: number): () => number {
  const keep = 2 ** (-1 / halfLife);
  const push = Math.sqrt(1 - keep * keep) * deviation;
  let level = 0;
  return () => {
    level = keep * level + push * noise();
    return level;
  };
}

/** How many a second come in a step of `stepS`, where `perSecond` are to be expected: a normal stand-in for Poisson, never below 0. */
export function chancy(noise: Noise, perSecond: number, stepS: number): number {
  return Math.max(0, perSecond + Math.sqrt(perSecond / stepS) * noise());
}
