import { useMemo, useState } from "react";
import { useTheme } from "../chrome/theme.ts";
import { seriesColour } from "./colours.ts";
import type { PanelData } from "./panel-data.ts";
import { rankSeries } from "./rank.ts";

/** More lines than can be told apart, few enough to be drawn at once. */
const MAX_LINES = 100;

/** The series that a chart draws: the largest, each with a colour that it keeps, or the one that is shown alone. */
export function useLines(data: PanelData) {
  // Another theme has other colours, which are read from the page.
  useTheme();
  const [alone, setAlone] = useState<string>();
  const kept = useMemo(
    () =>
      data.series.length <= MAX_LINES ? data.series : rankSeries(data.series, "value").slice(0, MAX_LINES),
    [data.series],
  );
  const only = kept.find(({ name }) => name === alone)?.name;
  const at = useMemo(
    () => kept.flatMap(({ name }, i) => (only === undefined || name === only ? [i] : [])),
    [kept, only],
  );
  const shown = useMemo(() => at.map((i) => kept[i]!), [at, kept]);
  return {
    kept,
    shown,
    colours: kept.map((_, i) => seriesColour(i)),
    /** Of each that is shown, which of those kept it is. */
    at,
    alone: only,
    setAlone,
    hidden: data.series.length - kept.length,
  };
}
