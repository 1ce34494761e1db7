import { type CustomFunction, customFunctionSchema } from "@mission-control/contracts";

/**
 * Folds over the window that ends at each step, in one pass: from both ends of blocks as long as the window, so that a window is
 * the end of one block and the beginning of the next. Blocks begin at the same times whatever the range is, so that a value
 * is the same to the bit in each.
 */
const windowed = `
  const reach = Math.max(1, Math.ceil(window / stepMs));
  const first = Math.round(timesMs[0] / stepMs);
  const steps = values.length;
  const blockOf = (i) => Math.floor((first + i) / reach);
  const begun = new Array(steps);
  for (let i = 0; i < steps; i++)
    begun[i] = join(i > 0 && blockOf(i - 1) === blockOf(i) ? begun[i - 1] : none, one(values[i]));
  const rest = new Array(steps);
  for (let i = steps - 1; i >= 0; i--)
    rest[i] = join(one(values[i]), i + 1 < steps && blockOf(i + 1) === blockOf(i) ? rest[i + 1] : none);
  const within = (i) => {
    const from = Math.max(0, i - reach + 1);
    return blockOf(from) === blockOf(i) ? begun[i] : join(rest[from], begun[i]);
  };`;

const sources = [
  {
    name: "clip",
    kind: "map",
    description: "What is below min is min, what is above max is max.",
    parameters: [
      { name: "min", type: "number", help: "the least there is" },
      { name: "max", type: "number", help: "the most there is" },
    ],
    code: `(value, timeMs, labels, { min, max }) => Math.max(min, Math.min(max, value))`,
  },
  {
    name: "drop_outliers",
    kind: "aggregate",
    per: "series",
    description: "Leaves out what is above a percentile of the window that ends at each step.",
    parameters: [
      { name: "percentile", type: "number", default: 0.9, help: "between 0 and 1" },
      { name: "window", type: "duration", default: "1h", help: "how far back values are compared" },
    ],
    lookback: "window",
    code: `({ stepMs, series: [{ labels, values }] }, { percentile, window }) => {
  if (!(percentile >= 0 && percentile <= 1)) throw new RangeError("percentile is between 0 and 1");
  const reach = Math.max(1, Math.ceil(window / stepMs));
  const sorted = new Float64Array(reach + 1);
  let count = 0;
  const placeOf = (value) => {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const kept = values.map((value, i) => {
    const gone = i >= reach ? values[i - reach] : NaN;
    if (gone === gone) {
      const at = placeOf(gone);
      sorted.copyWithin(at, at + 1, count--);
    }
    if (value !== value) return NaN;
    const at = placeOf(value);
    sorted.copyWithin(at + 1, at, count++);
    sorted[at] = value;
    // As Prometheus has quantiles: between the two values next to the rank.
    const rank = percentile * (count - 1);
    const low = Math.floor(rank);
    const share = rank - low;
    const most = share === 0 ? sorted[low] : sorted[low] * (1 - share) + sorted[low + 1] * share;
    return value > most ? NaN : value;
  });
  return [{ labels, values: kept }];
}`,
  },
  {
    name: "smooth",
    kind: "aggregate",
    per: "series",
    description: "The mean of the window that ends at each step. A gap stays a gap.",
    parameters: [{ name: "window", type: "duration", default: "5m", help: "how far back the mean reaches" }],
    lookback: "window",
    code: `({ timesMs, stepMs, series: [{ labels, values }] }, { window }) => {
  const none = { count: 0, sum: 0 };
  const one = (value) => (value === value ? { count: 1, sum: value } : none);
  const join = (a, b) => ({ count: a.count + b.count, sum: a.sum + b.sum });${windowed}
  const meanAt = (i) => within(i).sum / within(i).count;
  return [{ labels, values: values.map((value, i) => (value === value ? meanAt(i) : NaN)) }];
}`,
  },
  {
    name: "derivative",
    kind: "aggregate",
    per: "series",
    description: "How much the value changes per second, since the value before it.",
    parameters: [
      {
        name: "within",
        type: "duration",
        default: "5m",
        help: "how old the value before may be; a step at least",
      },
    ],
    lookback: "within",
    code: `({ timesMs, stepMs, series: [{ labels, values }] }, { within }) => {
  const reach = Math.max(1, Math.ceil(within / stepMs));
  let last = -1;
  const changes = values.map((value, i) => {
    if (value !== value) return NaN;
    const before = last;
    last = i;
    if (before < 0 || i - before > reach) return NaN;
    return ((value - values[before]) * 1000) / (timesMs[i] - timesMs[before]);
  });
  return [{ labels, values: changes }];
}`,
  },
  {
    name: "percent_of_total",
    kind: "aggregate",
    description: "What part of the sum of all series each one is, in percent.",
    code: `({ timesMs, series }) => {
  const totals = new Float64Array(timesMs.length);
  for (const { values } of series)
    for (let i = 0; i < totals.length; i++) if (values[i] === values[i]) totals[i] += values[i];
  return series.map(({ labels: { __name__, ...labels }, values }) => ({
    labels,
    values: values.map((value, i) => (totals[i] === 0 ? NaN : (value / totals[i]) * 100)),
  }));
}`,
  },
  {
    name: "ratio",
    kind: "aggregate",
    description: "Each series divided by that of another query with the same labels, or by its only one.",
    parameters: [{ name: "of", type: "query", help: "what is divided by" }],
    code: `({ series }, { of }) => {
  const unnamed = ({ __name__, ...labels }) => labels;
  const keyOf = (labels) => JSON.stringify(Object.entries(unnamed(labels)).sort(([a], [b]) => (a < b ? -1 : 1)));
  const byLabels = new Map();
  for (const { labels, values } of of) {
    const key = keyOf(labels);
    if (byLabels.has(key)) throw new Error("two series of the other query differ by their names only");
    byLabels.set(key, values);
  }
  const only = of.length === 1 ? of[0].values : undefined;
  return series.flatMap(({ labels, values }) => {
    const others = byLabels.get(keyOf(labels)) ?? only;
    return others === undefined
      ? []
      : [{ labels: unnamed(labels), values: values.map((value, i) => value / others[i]) }];
  });
}`,
  },
  {
    name: "shift",
    kind: "map",
    description: "What was a while ago, at the times of now: to lay last week over this one.",
    parameters: [{ name: "by", type: "duration", default: "1w", help: "how long ago" }],
    shift: "by",
    code: `(value) => value`,
  },
  {
    name: "zscore",
    kind: "aggregate",
    per: "series",
    description: "How many standard deviations a value is from the mean of the window that ends at it.",
    parameters: [
      { name: "window", type: "duration", default: "1h", help: "what is usual is what was within it" },
    ],
    lookback: "window",
    code: `({ timesMs, stepMs, series: [{ labels, values }] }, { window }) => {
  const none = { count: 0, mean: 0, squares: 0 };
  const one = (value) => (value === value ? { count: 1, mean: value, squares: 0 } : none);
  // Chan, Golub and LeVeque: means and squares of two parts, without the squares of what is large.
  const join = (a, b) => {
    if (a.count === 0) return b;
    if (b.count === 0) return a;
    const count = a.count + b.count;
    const apart = b.mean - a.mean;
    return {
      count,
      mean: a.mean + (apart * b.count) / count,
      squares: a.squares + b.squares + (apart * apart * a.count * b.count) / count,
    };
  };${windowed}
  const scoreAt = (i) => {
    const { count, mean, squares } = within(i);
    const deviation = Math.sqrt(squares / count);
    return deviation === 0 ? 0 : (values[i] - mean) / deviation;
  };
  return [{ labels, values: values.map((value, i) => (value === value ? scoreAt(i) : NaN)) }];
}`,
  },
];

/** The functions that ship with the product, in the same language and sandbox as what people make. Their names are taken. */
export const readyMade: readonly CustomFunction[] = sources.map((source) =>
  customFunctionSchema.parse(source),
);
