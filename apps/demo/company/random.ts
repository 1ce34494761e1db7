import { randomLcg, randomLogNormal, randomNormal, randomPoisson } from "d3-random";

/** Chance that a seed repeats: the same seed and the same questions give the same answers. */
export interface Random {
  /** From 0 up to but not 1. */
  next(): number;
  /** A whole number from `min` to `max`, both possible. */
  int(min: number, max: number): number;
  pick<T>(list: readonly T[]): T;
  /** True with the probability `share`, 0 to 1. */
  chance(share: number): boolean;
  normal(mean: number, deviation: number): number;
  /** Around `median`, with a long tail to the right as latencies have it; `sigma` is the deviation of the logarithm. */
  logNormal(median: number, sigma: number): number;
  /** How many of what comes by chance come, where `mean` come on average. */
  poisson(mean: number): number;
  /** Another chance, of its own, for a part that must not be disturbed by how often others ask. */
  fork(name: string): Random;
}

/** Chance from a seed, which may be any text. */
export function createRandom(seed: string): Random {
  const next = randomLcg(hashOf(seed) / 2 ** 32);
  const normal = randomNormal.source(next);
  const logNormal = randomLogNormal.source(next);
  const poisson = randomPoisson.source(next);
  return {
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    chance: (share) => next() < share,
    normal: (mean, deviation) => normal(mean, deviation)(),
    logNormal: (median, sigma) => logNormal(Math.log(median), sigma)(),
    poisson: (mean) => (mean > 0 ? poisson(mean)() : 0),
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}

/** FNV-1a, 32 bits, with the finishing steps of MurmurHash3, so that seeds that differ little give numbers that differ much. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
