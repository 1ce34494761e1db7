import { limits } from "@mission-control/contracts";
import { type Expr, PromqlError, parseDuration, parseExpr } from "@mission-control/promql";
import type { Matcher } from "@mission-control/series";
import type { Context } from "hono";
import { readBody } from "../edge/body.ts";

/** A parameter that cannot be used: becomes Prometheus' `bad_data` with the fault in words. */
export class ParameterError extends Error {
  override readonly name = "ParameterError";
}

/** The parameters of a Prometheus request: from the address, and of a POST also from its form body. */
export async function parametersOf(c: Context): Promise<URLSearchParams> {
  const parameters = new URL(c.req.url).searchParams;
  if (c.req.method !== "POST") return parameters;
  const body = new TextDecoder().decode(await readBody(c.req.raw));
  for (const [name, value] of new URLSearchParams(body)) parameters.append(name, value);
  return parameters;
}

/** A time as Prometheus takes it (seconds since the epoch or RFC 3339), in milliseconds. */
export function timeOf(parameters: URLSearchParams, name: string, fallbackMs?: number): number {
  const given = parameters.get(name);
  if (given === null || given === "") {
    if (fallbackMs !== undefined) return fallbackMs;
    throw new ParameterError(`invalid parameter "${name}": it is missing`);
  }
  const seconds = Number(given);
  const timeMs = Number.isNaN(seconds) ? Date.parse(given) : Math.round(seconds * 1000);
  if (Number.isFinite(timeMs) && Math.abs(timeMs) < 8.64e15) return timeMs;
  throw new ParameterError(
    `invalid parameter "${name}": cannot parse "${given.slice(0, 100)}" to a valid timestamp`,
  );
}

/** A step as Prometheus takes it (seconds, or a duration such as `5m`), in milliseconds. */
function stepOf(parameters: URLSearchParams): number {
  const given = parameters.get("step") ?? "";
  const number = Number(given);
  const stepMs = Math.round(1000 * (given !== "" && Number.isFinite(number) ? number : parseDuration(given)));
  if (stepMs > 0) return stepMs;
  throw new ParameterError(
    'invalid parameter "step": a step is a number of seconds or a duration above zero',
  );
}

/** The grid of a range query, within Prometheus' own limit of steps. */
export function gridOf(parameters: URLSearchParams) {
  const startMs = timeOf(parameters, "start");
  const endMs = timeOf(parameters, "end");
  const stepMs = stepOf(parameters);
  if (endMs < startMs)
    throw new ParameterError('invalid parameter "end": end timestamp must not be before start time');
  if ((endMs - startMs) / stepMs > limits.stepsPerQuery) {
    throw new ParameterError(
      `exceeded maximum resolution of ${limits.stepsPerQuery.toLocaleString("en")} points per timeseries. Try a larger step or a shorter range`,
    );
  }
  return { startMs, endMs, stepMs };
}

/** The expression of a request, parsed. */
export function expressionOf(parameters: URLSearchParams, name = "query"): Expr {
  const text = parameters.get(name) ?? "";
  if (text.length > limits.expressionLength) {
    throw new ParameterError(`invalid parameter "${name}": over ${limits.expressionLength} characters`);
  }
  return parseExpr(text);
}

/** The matchers of each `match[]`, each a series selector. */
export function matcherSetsOf(parameters: URLSearchParams): (readonly Matcher[])[] {
  return parameters.getAll("match[]").map((text) => {
    const expr = parseExpr(text.slice(0, limits.expressionLength));
    if (expr.kind === "vector_selector") return expr.matchers;
    throw new PromqlError("bad_data", '1:1: parse error: "match[]" takes a series selector', {
      line: 1,
      column: 1,
    });
  });
}
