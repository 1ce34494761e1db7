import type { PanelSeries } from "./panel-data.ts";

/**
 * Each series' upper edge where all stand on each other, the first at the bottom. A gap adds nothing; where every series
 * has one the edge is a gap too. `percent` gives parts of the whole, from 0 to 1.
 */
export function stackSeries(
  series: readonly Pick<PanelSeries, "values">[],
  percent: boolean,
): Float64Array[] {
  const steps = series[0]?.values.length ?? 0;
  const total = new Float64Array(steps).fill(Number.NaN);
  const edges = series.map(({ values }) => {
    for (let i = 0; i < steps; i++) {
      const value = values[i]!;
      if (!Number.isNaN(value)) total[i] = (Number.isNaN(total[i]!) ? 0 : total[i]!) + value;
    }
    return Float64Array.from(total);
  });
  // Where the bottom has a gap and something above it does not, the bottom is flat there.
  for (const edge of edges) {
    for (let i = 0; i < steps; i++) {
      if (Number.isNaN(edge[i]!) && !Number.isNaN(total[i]!)) edge[i] = 0;
      if (percent) edge[i] = total[i] === 0 ? 0 : edge[i]! / total[i]!;
    }
  }
  return edges;
}
