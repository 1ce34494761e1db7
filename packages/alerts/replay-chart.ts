import { limits, type Replay } from "@mission-control/contracts";
import { type Labels, labelsKey } from "@mission-control/series";
import { ownLabels } from "./own-labels.ts";
import type { PlayedPart } from "./play.ts";

interface Row {
  readonly labels: Labels;
  readonly min: Float64Array;
  readonly mean: Float64Array;
  readonly max: Float64Array;
  readonly counts: Uint32Array;
}

/** A replay's values in columns of as many whole steps as make `limits.columnsPerReplay` at most: least, mean and most. */
export function createReplayChart(grid: { startMs: number; endMs: number; stepMs: number }) {
  const { startMs, endMs, stepMs } = grid;
  const steps = Math.floor((endMs - startMs) / stepMs) + 1;
  const columnMs = Math.ceil(steps / limits.columnsPerReplay) * stepMs;
  const columns = Math.floor((endMs - startMs) / columnMs) + 1;
  const rows = new Map<string, Row>();

  function rowOf(given: Labels): Row | undefined {
    const labels = ownLabels(given);
    const key = labelsKey(labels);
    let row = rows.get(key);
    if (row === undefined && rows.size < limits.alertsPerReplay) {
      row = {
        labels,
        min: new Float64Array(columns).fill(Number.POSITIVE_INFINITY),
        mean: new Float64Array(columns),
        max: new Float64Array(columns).fill(Number.NEGATIVE_INFINITY),
        counts: new Uint32Array(columns),
      };
      rows.set(key, row);
    }
    return row;
  }

  return {
    /** Takes a part in pieces, a series each. */
    *take({ timesMs, series }: PlayedPart): Generator<void> {
      for (const { labels, values, present } of series) {
        const row = rowOf(labels);
        if (row === undefined) continue;
        const { min, mean, max, counts } = row;
        for (let i = 0; i < timesMs.length; i++) {
          const value = values[i]!;
          if (present[i] !== 1 || Number.isNaN(value)) continue;
          const column = Math.floor((timesMs[i]! - startMs) / columnMs);
          if (value < min[column]!) min[column] = value;
          if (value > max[column]!) max[column] = value;
          const count = ++counts[column]!;
          mean[column]! += (value - mean[column]!) / count;
        }
        yield;
      }
    },
    /** The first `most` label sets, those in front for which `orderOf` gives the least. */
    finish(most: number, orderOf: (labels: Labels) => number): Replay["chart"] {
      const shown = [...rows.values()].sort((a, b) => orderOf(a.labels) - orderOf(b.labels)).slice(0, most);
      return {
        timesMs: Array.from({ length: columns }, (_, i) => startMs + i * columnMs),
        series: shown.map(({ labels, min, mean, max, counts }) => ({
          labels: Object.fromEntries(labels),
          min: numbersOf(min),
          mean: numbersOf(mean.map((value, i) => (counts[i] === 0 ? Number.NaN : value))),
          max: numbersOf(max),
        })),
      };
    },
  };
}

/** Numbers as they are written in JSON: six figures are more than can be seen. What is not finite is a gap. */
function numbersOf(column: Float64Array): (number | null)[] {
  return Array.from(column, (value) => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null));
}
