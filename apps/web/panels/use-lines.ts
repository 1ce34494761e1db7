import { useMemo, useState } from "react";
import { useTheme } from "../style/theme.ts";
import { seriesColour } from "./colours.ts";
import type { PanelData } from "./panel-data.ts";
import { rankSeries } from "./rank.ts";

/** More lines than can be told apart, few enough to be drawn at once. */
const MAX_LINES = 100;

/**
 * The series that a chart draws: the largest, or the one that is shown alone. Their colours go by their places in the
 * answer, so that they stay as the values change; the legend is in the order of the values.
 */
export function useLines(data: PanelData) {
  // Another theme has other colours, which are read from the page.
  useTheme();
  const [alone, setAlone] = useState<string>();
  const kept = useMemo(() => {
    if (data.series.length <= MAX_LINES) return data.series;
    return rankSeries(data.series, "value").slice(0, MAX_LINES);
  }, [data.series]);
  const only = kept.find(({ name }) => name === alone)?.name;
  const at = useMemo(
    () => kept.flatMap(({ name }, i) => (only === undefined || name === only ? [i] : [])),
    [kept, only],
  );
  const shown = useMemo(() => at.map((i) => kept[i]!), [at, kept]);
  const legend = useMemo(() => {
    const place = new Map(kept.map((each, i) => [each, i]));
    return rankSeries(kept, "value").map((series) => ({ series, colour: seriesColour(place.get(series)!) }));
  }, [kept]);
  return {
    shown,
    legend,
    /** Of each that is shown, which of those kept it is. */
    at,
    alone: only,
    setAlone,
    hidden: data.series.length - kept.length,
  };
}
