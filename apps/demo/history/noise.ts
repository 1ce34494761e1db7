import type { Random } from "../company/random.ts";

const SIZE = 65_536;

/** Chance by the hundred million. */
export interface Noise {
  /** From the standard normal distribution. */
  normal(): number;
  /** From 0 up to but not 1. */
  uniform(): number;
}

/**
 * A source of noise that costs a look-up: `SIZE` normal draws of the seed, taken in an order of their own (xorshift, Marsaglia
 * 2003, period 2³² - 1), so that what is heard repeats only after days of history.
 */
export function createNoise(random: Random): Noise {
  const table = Float64Array.from({ length: SIZE }, () => random.normal(0, 1));
  let state = random.int(1, 0x7fffffff);
  function next(): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  }
  return { normal: () => table[next() >>> 16]!, uniform: () => next() / 2 ** 32 };
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
    level = keep * level + push * noise.normal();
    return level;
  };
}

/** From here on the normal distribution stands in for Poisson's: below 0 it hardly ever gets. */
const MANY = 12;

/** How many a second come by chance in a step of `stepS`, where `perSecond` are to be expected (Poisson, by inversion). */
export function chancy(noise: Noise, perSecond: number, stepS: number): number {
  const mean = perSecond * stepS;
  if (mean >= MANY) return Math.max(0, mean + Math.sqrt(mean) * noise.normal()) / stepS;
  const draw = noise.uniform();
  let count = 0;
  let chance = Math.exp(-mean);
  for (let upTo = chance; draw >= upTo && chance > 1e-12; upTo += chance) {
    count++;
    chance *= mean / count;
  }
  return count / stepS;
}
