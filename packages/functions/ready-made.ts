import { type CustomFunction, customFunctionSchema } from "@mission-control/contracts";

/**
 * What ships with the product, in the same language and sandbox as what people make. Each looks back over a window of its own
 * and at nothing else of the range, so that its values are the same however the range is asked for.
 */
const sources = [
  {
    name: "clip",
    kind: "map",
    description: "Values below min are min, values above max are max.",
    parameters: [
      { name: "min", type: "number" },
      { name: "max", type: "number" },
    ],
    code: `(value, timeMs, labels, { min, max }) => Math.max(min, Math.min(max, value))`,
  },
  {
    name: "smooth",
    kind: "aggregate",
    per: "series",
    description: "The mean of the values within the window that ends at each step. A gap stays a gap.",
    parameters: [{ name: "window", type: "duration", default: "5m", help: "how far back the mean reaches" }],
    lookback: "window",
    code: `({ stepMs, series }, { window }) => {
  const reach = Math.ceil(window / stepMs);
  return series.map(({ labels, values }) => ({
    labels,
    values: values.map((value, i) => {
      if (Number.isNaN(value)) return NaN;
      let sum = 0;
      let count = 0;
      for (let at = Math.max(0, i - reach + 1); at <= i; at++) {
        if (Number.isNaN(values[at])) continue;
        sum += values[at];
        count++;
      }
      return sum / count;
    }),
  }));
}`,
  },
];

/** The functions that ship with the product. Their names are taken. */
export const readyMade: readonly CustomFunction[] = sources.map((source) =>
  customFunctionSchema.parse(source),
);
