import type { Random } from "../company/random.ts";

/** What may be drawn, and how often against the others. */
export type Weighted<T> = readonly (readonly [T, number])[];

/** One of them, by weight; the weights need no sum. A list whose weights are all 0 gives its last. */
export function draw<T>(random: Random, list: Weighted<T>): T {
  let left = random.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of list) {
    left -= weight;
    if (left < 0) return value;
  }
  return list.at(-1)![0];
}
