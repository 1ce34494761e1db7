import { labelsKey, METRIC_NAME } from "@mission-control/series";
import type { PanelData, PanelSeries } from "./panel-data.ts";

/** One label set that both queries have, and its values at each step: `xs` of the first, `ys` of the second. */
export interface PointCloud {
  readonly name: string;
  /** What is said of it to the right and upwards. */
  readonly sides: readonly [right: string, up: string];
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/**
 * Joins the first query's series with the second's by their labels, metric names left out. Where each has one series only,
 * these are joined whatever their labels are.
 */
export function joinPoints({ series }: Pick<PanelData, "series">): PointCloud[] {
  const [right, up] = [0, 1].map((query) => series.filter((each) => each.query === query)) as [
    PanelSeries[],
    PanelSeries[],
  ];
  const [onlyRight, onlyUp] = [right[0], up[0]];
  if (right.length === 1 && up.length === 1 && onlyRight !== undefined && onlyUp !== undefined) {
    const sides = [`${onlyRight.name} →`, `${onlyUp.name} ↑`] as const;
    return [{ name: "", sides, xs: onlyRight.values, ys: onlyUp.values }];
  }
  const upwards = new Map(up.map((each) => [keyOf(each), each]));
  return right.flatMap((each) => {
    const other = upwards.get(keyOf(each));
    const sides = [`${each.name} →`, `${each.name} ↑`] as const;
    return other === undefined ? [] : [{ name: each.name, sides, xs: each.values, ys: other.values }];
  });
}

function keyOf({ labels }: PanelSeries): string {
  return labelsKey(new Map([...labels].filter(([name]) => name !== METRIC_NAME)));
}

/** How closely two columns go together, from -1 to 1 (Pearson); NaN where there are fewer than three pairs or one stands still. */
export function correlation({ xs, ys }: Pick<PointCloud, "xs" | "ys">): number {
  let [count, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < xs.length; i++) {
    const [dx, dy] = [xs[i]! - x, ys[i]! - y];
    if (!Number.isFinite(dx) || !Number.isFinite(dy)) continue;
    count++;
    x += dx / count;
    y += dy / count;
    xx += dx * (xs[i]! - x);
    yy += dy * (ys[i]! - y);
    xy += dx * (ys[i]! - y);
  }
  return count < 3 || !(xx > 0) || !(yy > 0)
    ? Number.NaN
    : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}
