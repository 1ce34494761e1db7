import type { Argument, Column } from "./columns.ts";
import type { Code, Sandbox } from "./sandbox.ts";

/** A call that can be run: the queries among its arguments have their columns. */
export interface ReadyCall {
  readonly code: Code;
  readonly args: ReadonlyMap<string, Argument>;
  /** Steps that are there for the code to look back on, and cut off afterwards. */
  readonly lookbackSteps: number;
  readonly shiftMs: number;
}

/** Values on steps. */
export interface Frame {
  readonly timesMs: Float64Array;
  readonly stepMs: number;
  readonly series: readonly Column[];
}

/**
 * What the calls make of a query's values, which begin as much earlier as `gridsOf` says. Code sees the times at which its
 * values are shown. A series without any value left is left out.
 * @throws FunctionFault
 */
export async function runCalls(
  sandbox: Sandbox,
  calls: readonly ReadyCall[],
  { timesMs: readAtMs, stepMs, series: read }: Frame,
): Promise<Frame> {
  let [timesMs, series] = [readAtMs, read];
  for (const { code, args, lookbackSteps, shiftMs } of calls) {
    const shownMs = shiftMs === 0 ? timesMs : timesMs.map((timeMs) => timeMs + shiftMs);
    const made = await sandbox.run(code, { timesMs: shownMs, stepMs, series, args });
    timesMs = shownMs.subarray(lookbackSteps);
    series = made.flatMap(({ labels, values }) => {
      const kept = values.subarray(lookbackSteps);
      return kept.every(Number.isNaN) ? [] : [{ labels, values: kept }];
    });
  }
  return { timesMs, stepMs, series };
}
