import { type Labels, labelsKey, nameOf, type Samples } from "@mission-control/series";

/** Label values that a series has to have; a function says which are fine. */
type Wanted = Readonly<Record<string, string | ((value: string) => boolean)>>;

/** Looks at samples as an operator does: for tests, which ask what can be seen on a wall. */
export function lookAt(all: Iterable<Samples>) {
  const series = new Map<string, { labels: Labels; timesMs: number[]; values: number[] }>();
  for (const { labels, refs, timesMs, values } of all) {
    const rows = labels.map((one) => {
      const key = labelsKey(one);
      const row = series.get(key) ?? { labels: one, timesMs: [], values: [] };
      series.set(key, row);
      return row;
    });
    for (let i = 0; i < refs.length; i++) {
      rows[refs[i]!]!.timesMs.push(timesMs[i]!);
      rows[refs[i]!]!.values.push(values[i]!);
    }
  }

  const find = (name: string, wanted: Wanted = {}) =>
    [...series.values()].filter(
      ({ labels }) =>
        nameOf(labels) === name &&
        Object.entries(wanted).every(([label, value]) => {
          const has = labels.get(label) ?? "";
          return typeof value === "string" ? value === has : value(has);
        }),
    );

  /** How much the counters of these labels grew together from one time to the other; a fall is a new begin at 0. */
  function increase(name: string, wanted: Wanted, fromMs: number, toMs: number): number {
    let total = 0;
    for (const { timesMs, values } of find(name, wanted)) {
      let last: number | undefined;
      for (const [i, timeMs] of timesMs.entries()) {
        if (timeMs < fromMs || timeMs > toMs) continue;
        const value = values[i]!;
        if (last !== undefined) total += value >= last ? value - last : value;
        last = value;
      }
    }
    return total;
  }

  return {
    find,
    increase,
    names: () => new Set([...series.values()].map(({ labels }) => nameOf(labels))),
    all: () => [...series.values()],
    /** The values of the gauges of these labels in a stretch of time. */
    levels: (name: string, wanted: Wanted, fromMs: number, toMs: number): number[] =>
      find(name, wanted).flatMap(({ timesMs, values }) =>
        values.filter((_, i) => timesMs[i]! >= fromMs && timesMs[i]! <= toMs),
      ),
    /** A quantile of a histogram over a stretch of time: the bound of the bucket in which it lies, and a straight line in it. */
    quantile(q: number, name: string, wanted: Wanted, fromMs: number, toMs: number): number {
      const bounds = [...new Set(find(`${name}_bucket`, wanted).map(({ labels }) => labels.get("le")!))]
        .map((le) => (le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le)))
        .sort((one, other) => one - other);
      const below = bounds.map((bound) =>
        increase(
          `${name}_bucket`,
          { ...wanted, le: (le) => (le === "+Inf" ? bound === Infinity : Number(le) === bound) },
          fromMs,
          toMs,
        ),
      );
      const rank = q * (below.at(-1) ?? 0);
      const at = below.findIndex((count) => count >= rank);
      if (at <= 0) return bounds[0] ?? Number.NaN;
      if (at === bounds.length - 1) return bounds[at - 1]!;
      const share = (rank - below[at - 1]!) / (below[at]! - below[at - 1]!);
      return bounds[at - 1]! + share * (bounds[at]! - bounds[at - 1]!);
    },
  };
}
