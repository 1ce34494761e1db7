import { type ExportFormat, limits, type RangeAnswer, Refusal } from "@mission-control/contracts";
import { type Expr, movesWithRange } from "@mission-control/promql";
import { openExportFile } from "@mission-control/store";
import type { Evaluate } from "../evaluate/evaluate.ts";
import type { StepGrid } from "../evaluate/task.ts";
import { cutGrid, stepsOf } from "./cut-grid.ts";

/** Nobody sits and waits for an export: a part may wait so long for its turn among long queries, ms. */
const PATIENCE_MS = 600_000;

/** What is exported, and as what. */
export interface ExportAsk {
  readonly expr: Expr;
  readonly grid: StepGrid;
  readonly format: ExportFormat;
  /** Evaluates a part where that is not done here. */
  readonly elsewhere?: ((part: StepGrid, signal: AbortSignal) => Promise<RangeAnswer>) | undefined;
}

/**
 * Evaluates a range part by part into the file at `path`, telling after each part how many steps are `done` and how many
 * rows there are.
 * @throws Refusal `too_costly` and `disk_full`; PromqlError as the evaluation; the signal's reason.
 */
export async function runExport(options: {
  ask: ExportAsk;
  path: string;
  evaluate: Pick<Evaluate, "longRange">;
  signal: AbortSignal;
  onProgress: (done: number, rows: number) => void;
}): Promise<void> {
  const { ask, path, evaluate, signal, onProgress } = options;
  const parts = movesWithRange(ask.expr) ? [ask.grid] : cutGrid(ask.grid);
  const file = await openExportFile({ path, format: ask.format });
  try {
    let [done, rows] = [0, 0];
    for (const part of parts) {
      signal.throwIfAborted();
      const { timesMs, series } = await (ask.elsewhere?.(part, signal) ??
        evaluate.longRange(ask.expr, part, { signal, waitMs: PATIENCE_MS }));
      signal.throwIfAborted();
      rows += await file.append(timesMs, series);
      if (rows > limits.samplesPerQuery) {
        throw new Refusal(
          "too_costly",
          `An export may give ${limits.samplesPerQuery.toLocaleString("en")} values; narrow the range or the selector.`,
        );
      }
      done += stepsOf(part);
      onProgress(done, rows);
    }
    await file.finish(signal);
  } finally {
    file.close();
  }
}
