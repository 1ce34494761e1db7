import { useMemo } from "react";
import { lastMsAt, type PanelData, type PanelSeries, type Reduce, stepAt } from "./panel-data.ts";
import { rankReduced } from "./rank.ts";

/** What a series comes to, and when it last had a value where it has none any more. */
interface Reduced {
  readonly of: PanelSeries;
  readonly value: number;
  readonly lastMs: number | undefined;
}

/** What each series comes to at a moment, of the values up to it, or on the whole range: the largest first. */
export function useReduced(
  data: PanelData,
  how: Reduce,
  momentMs: number | undefined,
): { step: number | undefined; ranked: readonly Reduced[] } {
  const step = stepAt(data, momentMs);
  const ranked = useMemo(
    () =>
      rankReduced(data.series, how, step).map(({ of, value }) => ({
        of,
        value,
        lastMs: lastMsAt(data, of, how, step),
      })),
    [data, how, step],
  );
  return { step, ranked };
}
