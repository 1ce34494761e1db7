import type { ColumnSeries } from "@mission-control/contracts";
import type { Clock, Labels, Undo } from "@mission-control/series";
import { createContext, createMetric, type Metric } from "cubism-es";
import { pairSeries, sharedTop } from "./pair-series.ts";

/** How many label sets are shown. */
const ROWS = 8;

/** Where the columns of a preview lie: `columns` steps of `stepMs` from `startMs` on, each `columnPx` wide. */
export interface PreviewGrid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly columns: number;
  readonly columnPx: number;
}

/** One label set: two metrics, absent where there is no such series; `top` is the scale that both share, if they do. */
export interface PreviewRow {
  readonly key: string;
  readonly labels: Labels;
  readonly before: Metric | undefined;
  readonly after: Metric | undefined;
  readonly top: number | undefined;
}

/** What is shown: rows, and how many label sets are not. */
export interface PreviewRows {
  readonly rows: readonly PreviewRow[];
  readonly hidden: number;
}

/** See `createPreviewBoard`. */
export type PreviewBoard = ReturnType<typeof createPreviewBoard>;

/** Before and after on one time axis that stands still until it is given other columns. */
export function createPreviewBoard({ clock }: { clock: Clock }) {
  const context = createContext({ clock, step: 1_000, size: 0, columnPx: 1, endMs: 0 });
  const listeners = new Set<() => void>();
  let shown: PreviewRows = { rows: [], hidden: 0 };

  /** The same metric as long as its label set is there, so that a lane is drawn anew and not made anew. */
  function filled(known: Metric | undefined, grid: PreviewGrid, values: Float64Array | undefined) {
    if (values === undefined) return undefined;
    const metric = known ?? createMetric(context);
    metric.clear();
    metric.load(grid.startMs, values);
    return metric;
  }

  return {
    context,
    state: (): PreviewRows => shown,
    subscribe(listener: () => void): Undo {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Shows these columns, all on `grid`. */
    show(grid: PreviewGrid, before: readonly ColumnSeries[], after: readonly ColumnSeries[]): void {
      const { startMs, stepMs, columns, columnPx } = grid;
      const endMs = startMs + (columns - 1) * stepMs;
      const isLaid = context.step === stepMs && context.size === columns && context.columnPx === columnPx;
      if (!isLaid || context.endMs !== endMs)
        context.configure({ step: stepMs, size: columns, columnPx, endMs });
      const known = new Map(shown.rows.map((row) => [row.key, row]));
      const { pairs, hidden } = pairSeries(before, after, ROWS);
      const rows = pairs.map((pair): PreviewRow => {
        const row = known.get(pair.key);
        return {
          key: pair.key,
          labels: pair.labels,
          before: filled(row?.before, grid, pair.before),
          after: filled(row?.after, grid, pair.after),
          top: sharedTop(pair),
        };
      });
      shown = { rows, hidden };
      for (const listener of [...listeners]) listener();
    },
    start: (): Undo => context.start(),
  };
}
