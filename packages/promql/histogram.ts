import { type Labels, labelsKey, labelsOf, nameOf } from "@mission-control/series";
import { quantileWarning, warnQuantile } from "./aggregate.ts";
import type { Call } from "./ast.ts";
import { type Buckets, bucketFraction, bucketQuantile, coalesce, ensureMonotonic } from "./buckets.ts";
import { type Column, emptyColumn, hasAny, omitLabels } from "./column.ts";
import { PromqlError } from "./errors.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Grid } from "./grid.ts";
import { formatPlain, parseNumber } from "./literal.ts";
import { BUCKET_WORK, LABELS_WORK } from "./work.ts";

/** The columns of one classic histogram, by ascending upper bound. */
interface Histogram {
  readonly labels: Labels;
  readonly bounds: number[];
  readonly members: Column[];
}

function histogramsOf(call: Call, columns: readonly Column[], ev: Evaluation): Histogram[] {
  const found = new Map<string, { labels: Labels; parts: { bound: number; column: Column }[] }>();
  const vector = call.args.find((arg) => arg.kind !== "number" && arg.kind !== "string") ?? call.args[0]!;
  ev.work(columns.length * LABELS_WORK);
  for (const column of columns) {
    const le = column.labels.get("le");
    const bound = le === undefined || le === "" ? Number.NaN : parseNumber(le);
    if (Number.isNaN(bound)) {
      const words = `bucket label "le" is missing or has a malformed value of ${JSON.stringify(le ?? "")}`;
      ev.warn(`${words} for metric name ${JSON.stringify(nameOf(column.labels))}`, vector.span);
      continue;
    }
    const labels = omitLabels(column.labels, ["le"]);
    const key = labelsKey(labels);
    const known = found.get(key);
    if (known === undefined) found.set(key, { labels, parts: [{ bound, column }] });
    else known.parts.push({ bound, column });
  }
  return [...found.values()].map(({ labels, parts }) => {
    parts.sort((a, b) => a.bound - b.bound);
    return { labels, bounds: parts.map((part) => part.bound), members: parts.map((part) => part.column) };
  });
}

/** Computes one number for each step of a histogram from its buckets there. */
function foldHistogram(
  histogram: Histogram,
  out: Column,
  fold: (buckets: Buckets, step: number) => number,
  ev: Evaluation,
): Column {
  const size = histogram.members.length;
  const buckets: Buckets = { bounds: new Float64Array(size), counts: new Float64Array(size), length: 0 };
  for (let step = 0; step < out.values.length; step++) {
    ev.work(BUCKET_WORK * size);
    buckets.length = 0;
    for (let i = 0; i < size; i++) {
      const { present, values } = histogram.members[i]!;
      if (present[step] === 0) continue;
      buckets.bounds[buckets.length] = histogram.bounds[i]!;
      buckets.counts[buckets.length++] = values[step]!;
    }
    if (buckets.length === 0) continue;
    coalesce(buckets);
    out.values[step] = fold(buckets, step);
    out.present[step] = 1;
  }
  return out;
}

function quantileFold(call: Call, q: Float64Array, name: string, ev: Evaluation) {
  return (buckets: Buckets, step: number): number => {
    if (ensureMonotonic(buckets)) {
      const url = "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile";
      const words = `input to histogram_quantile needed to be fixed for monotonicity (see ${url})`;
      ev.info(
        `${words} for metric name ${JSON.stringify(name)}`,
        call.args[call.args.length > 2 ? 0 : 1]!.span,
      );
    }
    return bucketQuantile(q[step]!, buckets);
  };
}

/** `histogram_quantile(q, buckets)` over classic histograms. */
export function histogramQuantile(call: Call, grid: Grid, ev: Evaluation): Column[] {
  const q = ev.scalar(call.args[0]!, grid);
  const histograms = histogramsOf(call, ev.vector(call.args[1]!, grid), ev);
  warnQuantile(q, (value) => ev.warn(quantileWarning(value), call.args[0]!.span));
  return histograms
    .map((histogram) => {
      const out = emptyColumn(histogram.labels, grid.count, true);
      return foldHistogram(histogram, out, quantileFold(call, q, nameOf(histogram.labels), ev), ev);
    })
    .filter(hasAny);
}

/** `histogram_quantiles(buckets, label, q, ...)`: each quantile a series of its own, named by the label. */
export function histogramQuantiles(call: Call, grid: Grid, ev: Evaluation): Column[] {
  const histograms = histogramsOf(call, ev.vector(call.args[0]!, grid), ev);
  const label = ev.text(call.args[1]!);
  const out: Column[] = [];
  for (const arg of call.args.slice(2)) {
    const q = ev.scalar(arg, grid);
    warnQuantile(q, (value) => ev.warn(quantileWarning(value), arg.span));
    const name = Number.isInteger(q[0]) ? `${formatPlain(q[0]!)}.0` : formatPlain(q[0] ?? Number.NaN);
    for (const histogram of histograms) {
      if (histogram.labels.has(label)) {
        throw new PromqlError(
          "execution",
          `label ${JSON.stringify(label)} is in use already`,
          call.args[1]!.span,
        );
      }
      const labels = labelsOf([...histogram.labels, [label, name]]);
      const column = emptyColumn(labels, grid.count, true);
      const fold = quantileFold(call, q, nameOf(histogram.labels), ev);
      out.push(foldHistogram(histogram, column, fold, ev));
    }
  }
  return out.filter(hasAny);
}

/** `histogram_fraction(lower, upper, buckets)` over classic histograms. */
export function histogramFraction(call: Call, grid: Grid, ev: Evaluation): Column[] {
  const lower = ev.scalar(call.args[0]!, grid);
  const upper = ev.scalar(call.args[1]!, grid);
  return histogramsOf(call, ev.vector(call.args[2]!, grid), ev)
    .map((histogram) => {
      const out = emptyColumn(histogram.labels, grid.count, true);
      const fold = (buckets: Buckets, step: number) => {
        ensureMonotonic(buckets);
        return bucketFraction(lower[step]!, upper[step]!, buckets);
      };
      return foldHistogram(histogram, out, fold, ev);
    })
    .filter(hasAny);
}
