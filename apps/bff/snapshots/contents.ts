import { setImmediate as nextTurn } from "node:timers/promises";
import type { ColumnSeries } from "@mission-control/contracts";
import {
  expandIntervals,
  type RangeAnswer,
  shownViewSchema,
  storeNameSchema,
  viewSchema,
} from "@mission-control/contracts";
import { z } from "zod";
import { partSchema } from "./snapshot-file.ts";

/** What of a snapshot's file is what. Its wall's base step is `stepMs`: finer there is nothing. */
export const contentsSchema = z.object({
  view: viewSchema,
  shown: shownViewSchema,
  store: z.string(),
  fromMs: z.number(),
  toMs: z.number(),
  stepMs: z.number().positive(),
  takenMs: z.number(),
  /** Each query with its answer in columns, or in words why there is none. */
  queries: z.array(
    z.object({
      expr: z.string(),
      store: storeNameSchema.optional(),
      part: partSchema.optional(),
      failure: z.string().optional(),
    }),
  ),
  deploys: partSchema,
  events: partSchema,
});
export type Contents = z.infer<typeof contentsSchema>;

/** The query that a page asks by a text on a step. */
export function keptQuery(
  { queries, stepMs: baseMs }: Contents,
  asked: { expr: string; store: string | undefined; stepMs: number },
): Contents["queries"][number] | undefined {
  return queries.find(
    ({ expr, store }) => store === asked.store && expandIntervals(expr, asked.stepMs, baseMs) === asked.expr,
  );
}

/** So many values are looked up before others have their turn. */
const VALUES_A_TURN = 250_000;

/**
 * Kept columns at the times of another grid: at each the last value that was kept by then, not older than a kept step. Of
 * very many values others have their turn between.
 */
export async function resampled(
  kept: { startMs: number; stepMs: number; steps: number; series: readonly ColumnSeries[] },
  grid: { startMs: number; endMs: number; stepMs: number },
): Promise<RangeAnswer> {
  const steps = Math.floor((grid.endMs - grid.startMs) / grid.stepMs) + 1;
  const timesMs = Float64Array.from({ length: steps }, (_, i) => grid.startMs + i * grid.stepMs);
  const series: RangeAnswer["series"][number][] = [];
  let held = 0;
  for (const { labels, values } of kept.series) {
    held += steps;
    if (held > VALUES_A_TURN) {
      held = 0;
      await nextTurn();
    }
    const present = new Uint8Array(steps);
    const at = timesMs.map((timeMs, i) => {
      const value = values[Math.floor((timeMs - kept.startMs) / kept.stepMs)] ?? Number.NaN;
      if (!Number.isNaN(value)) present[i] = 1;
      return value;
    });
    if (present.includes(1)) series.push({ labels, values: at, present });
  }
  return { timesMs, series, warnings: [], infos: [] };
}
