import {
  type Labels,
  labelsKey,
  type Matcher,
  matchesAll,
  type Point,
  type Series,
} from "@mission-control/series";

/** What is plain to compare: series by their keys, each sample as [time, value]. */
export type Shown = Map<string, [number, number][]>;

/** Series as plain pairs. */
export function show(series: readonly Series[]): Shown {
  return new Map(
    series.map((one) => [
      labelsKey(one.labels),
      Array.from(one.timesMs, (timeMs, i): [number, number] => [timeMs, one.values[i]!]),
    ]),
  );
}

/** The simplest store that could be right, for adapters to be compared with. */
export function createSeriesModel() {
  const all = new Map<string, { labels: Labels; samples: Map<number, number> }>();

  return {
    append(points: readonly Point[]): void {
      for (const { labels, timeMs, value } of points) {
        const key = labelsKey(labels);
        const kept = all.get(key) ?? { labels, samples: new Map() };
        kept.samples.set(timeMs, value);
        all.set(key, kept);
      }
    },
    dropBefore(beforeMs: number): void {
      for (const { samples } of all.values())
        for (const timeMs of [...samples.keys()]) if (timeMs < beforeMs) samples.delete(timeMs);
    },
    select(matchers: readonly Matcher[], startMs: number, endMs: number): Shown {
      const out: Shown = new Map();
      for (const [key, { labels, samples }] of all) {
        if (!matchesAll(labels, matchers)) continue;
        const within = [...samples].filter(([timeMs]) => timeMs >= startMs && timeMs <= endMs);
        if (within.length > 0)
          out.set(
            key,
            within.sort(([a], [b]) => a - b),
          );
      }
      return out;
    },
  };
}
