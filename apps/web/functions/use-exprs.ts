import { useMemo } from "react";
import { lastWall } from "../data/last-wall.ts";
import { exprOfMetric } from "../data/metric-catalog.ts";
import { useCatalog } from "../data/use-catalog.ts";
import { useView } from "../data/use-view.ts";

const MOST = 500;

/** Expressions to try a function on: the lanes of the wall one came from, then every metric as a lane would show it. */
export function useExprs(): readonly string[] {
  const { data: view } = useView(lastWall().slug);
  const { data: metrics } = useCatalog();
  return useMemo(() => {
    const lanes = view?.sections.flatMap((section) => section.lanes.map((lane) => lane.expr)) ?? [];
    const all = [...(lastWall().search.lane ?? []), ...lanes, ...(metrics ?? []).map(exprOfMetric)];
    return [...new Set(all)].slice(0, MOST);
  }, [view, metrics]);
}
