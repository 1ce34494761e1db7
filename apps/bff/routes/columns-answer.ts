import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import { columnsType, encodeColumns } from "@mission-control/contracts";
import type { RangeResult } from "@mission-control/promql";
import type { Context } from "hono";
import type { Past } from "../past.ts";

const compress = promisify(gzip);

/** Below this gzip costs more than the wire. */
const WORTH_BYTES = 1_024;

/** Whether an answer is wanted in columns: our own page says so. */
export const wantsColumns = (c: Context): boolean => c.req.header("accept")?.includes(columnsType) === true;

/** A range query's answer as columns, in bytes. */
export const columnsBytes = (
  result: Pick<RangeResult, "timesMs" | "series" | "warnings">,
  { startMs, stepMs }: { startMs: number; stepMs: number },
  past: Pick<Past, "finalMs" | "generation">,
): Uint8Array<ArrayBuffer> =>
  encodeColumns({
    startMs,
    stepMs,
    steps: result.timesMs.length,
    series: result.series,
    warnings: result.warnings,
    finalMs: past.finalMs(),
    generation: past.generation(),
  });

/** A range query's answer in columns, compressed where the asker can read that. */
export async function columnsAnswer(
  c: Context,
  result: RangeResult,
  grid: { startMs: number; stepMs: number },
  past: Pick<Past, "finalMs" | "generation">,
): Promise<Response> {
  const bytes = columnsBytes(result, grid, past);
  const headers = { "Content-Type": columnsType, Vary: "Accept, Accept-Encoding" };
  const isGzip = c.req.header("accept-encoding")?.includes("gzip") === true;
  if (!isGzip || bytes.length < WORTH_BYTES) return c.body(bytes, 200, headers);
  const packed = await compress(bytes, { level: constants.Z_BEST_SPEED });
  return c.body(Uint8Array.from(packed), 200, { ...headers, "Content-Encoding": "gzip" });
}
