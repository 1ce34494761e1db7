import type { Random } from "../company/random.ts";

interface Product {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly about: string;
  readonly cents: number;
}

/** How many products the shop has; their ids are 1 to this. */
export const PRODUCTS = 120;

const kinds = [
  { kind: "lamp", cents: 4_900 },
  { kind: "desk", cents: 32_000 },
  { kind: "chair", cents: 18_900 },
  { kind: "kettle", cents: 5_900 },
  { kind: "mug", cents: 1_400 },
  { kind: "rug", cents: 12_500 },
  { kind: "clock", cents: 3_900 },
  { kind: "shelf", cents: 8_900 },
  { kind: "blanket", cents: 6_900 },
  { kind: "vase", cents: 3_500 },
] as const;
const looks = ["Plain", "Tall", "Folding", "Round", "Quiet", "Bright", "Low", "Stacking", "Wide", "Slim"];
const stuffs = ["oak", "ash", "steel", "linen", "cork", "glass", "felt", "copper", "birch", "clay"];

/** What the shop sells, by the seed: the same ids for every seed, other names and prices. */
export function createCatalogue(random: Random): Product[] {
  return Array.from({ length: PRODUCTS }, (_, i) => {
    const { kind, cents } = kinds[i % kinds.length]!;
    const [look, stuff] = [random.pick(looks), random.pick(stuffs)];
    return {
      id: i + 1,
      name: `${look} ${stuff} ${kind}`,
      kind,
      about: `A ${look.toLowerCase()} ${kind} of ${stuff}, made to be used each day.`,
      cents: Math.max(500, Math.round(random.logNormal(cents, 0.3) / 100) * 100 - 5),
    };
  });
}
