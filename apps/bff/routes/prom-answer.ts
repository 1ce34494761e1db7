import { type PromData, type PromError, Refusal } from "@mission-control/contracts";
import { PromqlError } from "@mission-control/promql";
import type { Context } from "hono";
import { ParameterError } from "./parameters.ts";

const STATUS: Record<PromError["errorType"], 400 | 404 | 422 | 500 | 503> = {
  bad_data: 400,
  not_found: 404,
  execution: 422,
  timeout: 503,
  canceled: 503,
  internal: 500,
  unavailable: 503,
};

/** A successful answer in Prometheus' shape, with what it should be read with. */
export function success(data: PromData, from: { warnings: readonly string[]; infos: readonly string[] }) {
  return {
    status: "success",
    data,
    ...(from.warnings.length > 0 ? { warnings: from.warnings } : {}),
    ...(from.infos.length > 0 ? { infos: from.infos } : {}),
  };
}

/** A failure as Prometheus tells it. @throws what is no fault of the question or of a store. */
export function promErrorOf(error: unknown): PromError {
  if (error instanceof ParameterError) return promError("bad_data", error.message);
  if (error instanceof Refusal && (error.code === "store_away" || error.code === "overloaded"))
    return promError("unavailable", error.message);
  if (!(error instanceof PromqlError)) throw error;
  if (error.kind === "bad_data")
    return promError("bad_data", `invalid parameter "query": ${error.message}`, error);
  if (error.kind === "too_costly" || error.kind === "timeout")
    return promError("execution", `${error.message}; narrow the range or the selector`);
  return promError(error.kind, error.message);
}

/** The same as an answer. */
export const answerError = (c: Context, error: unknown): Response => answerPromError(c, promErrorOf(error));

/** What Prometheus, or a store like it, says against a question. */
export const answerPromError = (c: Context, error: PromError): Response =>
  // Trying again can help where nothing is wrong with the question.
  c.json(error, STATUS[error.errorType], error.errorType === "unavailable" ? { "Retry-After": "5" } : {});

const promError = (
  errorType: PromError["errorType"],
  error: string,
  at?: { line: number; column: number },
): PromError => ({
  status: "error",
  errorType,
  error,
  ...(at === undefined ? {} : { line: at.line, column: at.column }),
});
