import {
  type Labels,
  labelsKey,
  labelsOf,
  type Matcher,
  METRIC_NAME,
  matchesAll,
  nameOf,
  type Series,
} from "@mission-control/series";
import type { WrittenSeries } from "./points.ts";

interface Stored {
  readonly labels: Labels;
  readonly samples: Map<number, number | "stale">;
  /** It has native histograms or start timestamps, of which we know nothing. */
  foreign: boolean;
}

/** What a test file has loaded. */
export function createStorage() {
  let all = new Map<string, Stored>();

  function stored(labels: Labels): Stored {
    const key = labelsKey(labels);
    const known = all.get(key) ?? { labels, samples: new Map(), foreign: false };
    all.set(key, known);
    return known;
  }

  function add(series: readonly WrittenSeries[], stepMs: number, withBuckets: boolean): void {
    // Within one load the last of equal series stands for all of them.
    const last = new Map(series.map((one) => [`${labelsKey(one.labels)}${one.startTimestamps}`, one]));
    for (const { labels, points, startTimestamps } of last.values()) {
      const into = stored(labels);
      if (startTimestamps) into.foreign = true;
      for (const [i, point] of points.entries()) {
        if (point === "histogram") into.foreign = true;
        else if (point !== undefined) into.samples.set(i * stepMs, point);
      }
      const name = nameOf(labels);
      if (withBuckets && name.endsWith("_bucket")) {
        const pairs = [...labels].filter(([label]) => label !== "le" && label !== METRIC_NAME);
        stored(labelsOf([...pairs, [METRIC_NAME, name.slice(0, -"_bucket".length)]])).foreign = true;
      }
    }
  }

  return {
    add,
    clear: () => {
      all = new Map();
    },
    /** The series that pass; `onForeign` is called where one of them is beyond us. */
    select(matchers: readonly Matcher[], startMs: number, endMs: number, onForeign: () => void): Series[] {
      const out: Series[] = [];
      for (const { labels, samples, foreign } of all.values()) {
        if (!matchesAll(labels, matchers)) continue;
        if (foreign) onForeign();
        const times = [...samples.keys()].filter((ms) => ms >= startMs && ms <= endMs).sort((a, b) => a - b);
        if (times.length === 0) continue;
        const values = times.map((ms) => samples.get(ms)!);
        out.push({
          labels,
          timesMs: Float64Array.from(times),
          values: Float64Array.from(values, (value) => (value === "stale" ? Number.NaN : value)),
          stale: Uint8Array.from(values, (value) => (value === "stale" ? 1 : 0)),
        });
      }
      return out;
    },
  };
}
