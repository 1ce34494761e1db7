import { limits } from "@mission-control/contracts";
import { type Expr, PromqlError, parseDuration, parseExpr, typeOf } from "@mission-control/promql";
import type { Matcher } from "@mission-control/series";
import type { Context } from "hono";
import { readBody } from "../edge/body.ts";

/** A parameter that cannot be used: becomes Prometheus' `bad_data` with the fault in words. */
export class ParameterError extends Error {
  override readonly name = "ParameterError";
}

/** The parameters of a Prometheus request: of a POST first those of its form body, which count before the address'. */
export async function parametersOf(c: Context): Promise<URLSearchParams> {
  const inAddress = new URL(c.req.url).searchParams;
  if (c.req.method !== "POST") return inAddress;
  const parameters = new URLSearchParams(new TextDecoder().decode(await readBody(c.req.raw)));
  for (const [name, value] of inAddress) parameters.append(name, value);
  return parameters;
}

/** RFC 3339: a date, a time and an offset. */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** A time as Prometheus takes it (seconds since the epoch or RFC 3339), in milliseconds. */
export function timeOf(parameters: URLSearchParams, name: string, fallbackMs?: number): number {
  const given = parameters.get(name);
  if (given === null || given === "") {
    if (fallbackMs !== undefined) return fallbackMs;
    throw new ParameterError(`invalid parameter "${name}": it is missing`);
  }
  const seconds = numberIn(given);
  const timeMs = RFC_3339.test(given) ? Date.parse(given) : Math.round(seconds * 1000);
  if (Number.isFinite(timeMs) && Math.abs(timeMs) < 8.64e15) return timeMs;
  throw new ParameterError(
    `invalid parameter "${name}": cannot parse "${given.slice(0, 100)}" to a valid timestamp`,
  );
}

/** A number as Prometheus reads one: nothing stands about it, not even a space. */
const numberIn = (given: string): number => (/^\S+$/.test(given) ? Number(given) : Number.NaN);

/** A length of time as Prometheus takes it (seconds, or a duration such as `5m`), in milliseconds; NaN where it is none. */
function lengthOf(given: string): number {
  const number = numberIn(given);
  return Math.round(1000 * (Number.isFinite(number) ? number : parseDuration(given)));
}

/** How long a query may take, ms: what was asked for, and never more than anyone may. */
export function timeoutOf(parameters: URLSearchParams): number {
  const given = parameters.get("timeout");
  if (given === null || given === "") return limits.queryMs;
  const ms = lengthOf(given);
  if (ms > 0) return Math.min(ms, limits.queryMs);
  throw new ParameterError(
    'invalid parameter "timeout": a timeout is a number of seconds or a duration above zero',
  );
}

const TRUNCATED = "results truncated due to limit";

/** How many of something are wanted at most; 0 and none are no limit, as in Prometheus. */
export function limitOf(parameters: URLSearchParams): number {
  const given = parameters.get("limit") ?? "0";
  if (/^\d+$/.test(given)) return Number(given) || Number.POSITIVE_INFINITY;
  throw new ParameterError('invalid parameter "limit": limit must be a non-negative number');
}

/** How many metrics are wanted at most; below zero there is no limit, as in Prometheus, but zero are none. */
export function metadataLimitOf(parameters: URLSearchParams): number {
  const given = parameters.get("limit") ?? "-1";
  if (/^-?\d+$/.test(given)) return Number(given) < 0 ? Number.POSITIVE_INFINITY : Number(given);
  throw new ParameterError('invalid parameter "limit": limit must be a number');
}

/** A query's answer with its first series alone, where there are more, and a warning of that. */
export function limitedSeries<Answer extends { warnings: readonly string[] }>(
  limit: number,
  answer: Answer,
): Answer {
  const series = "series" in answer && Array.isArray(answer.series) ? answer.series : [];
  if (series.length <= limit) return answer;
  return { ...answer, series: series.slice(0, limit), warnings: [...answer.warnings, TRUNCATED] };
}

/** The first `limit` of a list, and a warning where that is not all of it. */
export function limited<T>(
  parameters: URLSearchParams,
  list: readonly T[],
): { data: readonly T[]; warnings?: string[] } {
  const limit = limitOf(parameters);
  if (list.length <= limit) return { data: list };
  return { data: list.slice(0, limit), warnings: [TRUNCATED] };
}

/** A step, in milliseconds. */
function stepOf(parameters: URLSearchParams): number {
  const stepMs = lengthOf(parameters.get("step") ?? "");
  if (stepMs > 0) return stepMs;
  throw new ParameterError(
    'invalid parameter "step": a step is a number of seconds or a duration above zero',
  );
}

/** The grid of a range query, of as many steps as it says. */
export function rangeOf(parameters: URLSearchParams) {
  const startMs = timeOf(parameters, "start");
  const endMs = timeOf(parameters, "end");
  const stepMs = stepOf(parameters);
  if (endMs < startMs)
    throw new ParameterError('invalid parameter "end": end timestamp must not be before start time');
  return { startMs, endMs, stepMs };
}

/** The same within Prometheus' own limit of steps. */
export function gridOf(parameters: URLSearchParams) {
  const { startMs, endMs, stepMs } = rangeOf(parameters);
  if ((endMs - startMs) / stepMs > limits.stepsPerQuery) {
    throw new ParameterError(
      `exceeded maximum resolution of ${limits.stepsPerQuery.toLocaleString("en")} points per timeseries. Try a larger step or a shorter range`,
    );
  }
  return { startMs, endMs, stepMs };
}

/** The expression of a request, parsed. */
export const expressionOf = (parameters: URLSearchParams, name = "query"): Expr =>
  expressionIn(parameters.get(name) ?? "", name);

/** An expression of a request that has several. */
function expressionIn(text: string, name = "query"): Expr {
  if (text.length > limits.expressionLength) {
    throw new ParameterError(`invalid parameter "${name}": over ${limits.expressionLength} characters`);
  }
  return parseExpr(text);
}

/** An expression that has a value at each step, parsed. */
export function rangeExprOf(text: string): Expr {
  const expr = expressionIn(text);
  const type = typeOf(expr);
  if (type !== "matrix" && type !== "string") return expr;
  throw new ParameterError(
    `invalid parameter "query": invalid expression type "${type === "matrix" ? "range vector" : "string"}" for range query, must be Scalar or instant Vector`,
  );
}

/** Each `query` of a request that has several, as it came. */
export function queriesOf(parameters: URLSearchParams): string[] {
  const texts = parameters.getAll("query");
  if (texts.length > 0 && texts.length <= limits.queriesPerRequest) return texts;
  throw new ParameterError(
    `invalid parameter "query": there are ${texts.length}; one request has 1 to ${limits.queriesPerRequest}`,
  );
}

/** The matchers of each `match[]`, each a series selector. */
export function matcherSetsOf(parameters: URLSearchParams): (readonly Matcher[])[] {
  return parameters.getAll("match[]").map((text) => {
    const fault = (why: string) => new ParameterError(`invalid parameter "match[]": ${why}`);
    if (text.length > limits.expressionLength) throw fault(`over ${limits.expressionLength} characters`);
    const expr = selectorOf(text, fault);
    if (expr.kind === "vector_selector") return expr.matchers;
    throw fault("1:1: parse error: a series selector stands here, and nothing else");
  });
}

function selectorOf(text: string, fault: (why: string) => ParameterError): Expr {
  try {
    return parseExpr(text);
  } catch (error) {
    throw error instanceof PromqlError ? fault(error.message) : error;
  }
}
