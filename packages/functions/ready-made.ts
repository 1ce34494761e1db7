import { type CustomFunction, customFunctionSchema } from "@mission-control/contracts";

/**
 * Windows that end at each step are folded in one pass, from both ends of blocks as long as the window: each is the end of one
 * block and the beginning of the next. Blocks begin at the same times whatever the range is, so that a value is the same to
 * the bit in each. `place` is where in its block a step stands. Plain loops, as 11,000 steps must be done in 50 ms.
 */
const blocks = `
  const steps = values.length;
  const reach = Math.max(1, Math.ceil(window / stepMs));
  const first = Math.round(timesMs[0] / stepMs) % reach;
  const array = () => new Float64Array(steps);`;

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
  const made = new Float64Array(values.length);
  const placeOf = (value) => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const gone = i >= reach ? values[i - reach] : NaN;
    if (gone === gone) {
      const at = placeOf(gone);
      sorted.copyWithin(at, at + 1, count--);
    }
    if (value !== value) {
      made[i] = NaN;
      continue;
    }
    const at = placeOf(value);
    sorted.copyWithin(at + 1, at, count++);
    sorted[at] = value;
    // As Prometheus has quantiles: between the two values next to the rank.
    const rank = percentile * (count - 1);
    const low = Math.floor(rank);
    const share = rank - low;
    const most = share === 0 ? sorted[low] : sorted[low] * (1 - share) + sorted[low + 1] * share;
    made[i] = value > most ? NaN : value;
  }
  return [{ labels, values: made }];
}`,
  },
  {
    name: "smooth",
    kind: "aggregate",
    per: "series",
    description: "The mean of the window that ends at each step. A gap stays a gap.",
    parameters: [{ name: "window", type: "duration", default: "5m", help: "how far back the mean reaches" }],
    lookback: "window",
    code: `({ timesMs, stepMs, series: [{ labels, values }] }, { window }) => {${blocks}
  const [sums, counts, made] = [array(), array(), array()];
  let sum = 0;
  let count = 0;
  // What is in the block of a step from that step on.
  for (let i = steps - 1; i >= 0; i--) {
    if ((first + i + 1) % reach === 0) sum = count = 0;
    const value = values[i];
    if (value === value) {
      sum += value;
      count++;
    }
    sums[i] = sum;
    counts[i] = count;
  }
  sum = count = 0;
  for (let i = 0; i < steps; i++) {
    const place = (first + i) % reach;
    if (place === 0) sum = count = 0;
    const value = values[i];
    if (value !== value) {
      made[i] = NaN;
      continue;
    }
    sum += value;
    count++;
    const from = i < reach ? 0 : i - reach + 1;
    made[i] = i - from <= place ? sum / count : (sums[from] + sum) / (counts[from] + count);
  }
  return [{ labels, values: made }];
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
  const made = new Float64Array(values.length).fill(NaN);
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== values[i]) continue;
    if (last >= 0 && i - last <= reach)
      made[i] = ((values[i] - values[last]) * 1000) / (timesMs[i] - timesMs[last]);
    last = i;
  }
  return [{ labels, values: made }];
}`,
  },
  {
    name: "percent_of_total",
    kind: "aggregate",
    description: "What part of the sum of all series each one is, in percent.",
    code: `({ timesMs, series }) => {
  const steps = timesMs.length;
  const totals = new Float64Array(steps);
  for (const { values } of series)
    for (let i = 0; i < steps; i++) {
      const value = values[i];
      if (value === value) totals[i] += value;
    }
  for (let i = 0; i < steps; i++) totals[i] = totals[i] === 0 ? NaN : totals[i] / 100;
  return series.map(({ labels: { __name__, ...labels }, values }) => {
    for (let i = 0; i < steps; i++) values[i] /= totals[i];
    return { labels, values };
  });
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
    if (others === undefined) return [];
    for (let i = 0; i < values.length; i++) values[i] /= others[i];
    return [{ labels: unnamed(labels), values }];
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
    code: `({ timesMs, stepMs, series: [{ labels, values }] }, { window }) => {${blocks}
  const [counts, means, squares, made] = [array(), array(), array(), array()];
  let count = 0;
  let mean = 0;
  let square = 0;
  // Welford: mean and squares one value at a time, without the squares of what is large.
  for (let i = steps - 1; i >= 0; i--) {
    if ((first + i + 1) % reach === 0) count = mean = square = 0;
    const value = values[i];
    if (value === value) {
      const apart = value - mean;
      mean += apart / ++count;
      square += apart * (value - mean);
    }
    counts[i] = count;
    means[i] = mean;
    squares[i] = square;
  }
  count = mean = square = 0;
  for (let i = 0; i < steps; i++) {
    const place = (first + i) % reach;
    if (place === 0) count = mean = square = 0;
    const value = values[i];
    if (value !== value) {
      made[i] = NaN;
      continue;
    }
    const off = value - mean;
    mean += off / ++count;
    square += off * (value - mean);
    const from = i < reach ? 0 : i - reach + 1;
    let [all, middle, spread] = [count, mean, square];
    if (i - from > place && counts[from] > 0) {
      // Chan, Golub and LeVeque: the same of two parts.
      const others = counts[from];
      const apart = means[from] - mean;
      all += others;
      middle += (apart * others) / all;
      spread += squares[from] + (apart * apart * count * others) / all;
    }
    made[i] = spread === 0 ? 0 : (value - middle) / Math.sqrt(spread / all);
  }
  return [{ labels, values: made }];
}`,
  },
];

/** The functions that ship with the product, in the same language and sandbox as what people make. Their names are taken. */
export const readyMade: readonly CustomFunction[] = /* @__PURE__ */ sources.map((source) =>
  customFunctionSchema.parse(source),
);
