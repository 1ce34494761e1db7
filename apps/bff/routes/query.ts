import {
  type MetricMetadata,
  type PromData,
  type PromError,
  Refusal,
  type SeriesReader,
} from "@mission-control/contracts";
import { formatExpr, PromqlError, typeOf } from "@mission-control/promql";
import { type Clock, labelsToJson, type Matcher } from "@mission-control/series";
import { type Context, Hono } from "hono";
import type { Evaluate } from "../evaluate/evaluate.ts";
import type { Past } from "../past.ts";
import { columnsAnswer, wantsColumns } from "./columns-answer.ts";
import {
  expressionOf,
  gridOf,
  limited,
  matcherSetsOf,
  ParameterError,
  parametersOf,
  timeOf,
  timeoutOf,
} from "./parameters.ts";
import { instantData, rangeData } from "./prom-data.ts";

const STATUS: Record<PromError["errorType"], 400 | 404 | 422 | 500 | 503> = {
  bad_data: 400,
  not_found: 404,
  execution: 422,
  timeout: 503,
  canceled: 503,
  internal: 500,
  unavailable: 503,
};

const HOUR_MS = 3_600_000;

/** Prometheus' HTTP API: the same questions and the same shapes of answers, so that Grafana and promtool can ask. */
export function queryRoutes(options: {
  reader: SeriesReader;
  evaluate: Evaluate;
  clock: Clock;
  version: string;
  past: Past;
  metadata: () => ReadonlyMap<string, MetricMetadata>;
}): Hono {
  const { reader, evaluate, clock, version, past, metadata } = options;
  const app = new Hono();
  const route = (path: string, answer: (c: Context, parameters: URLSearchParams) => Promise<unknown>) =>
    app.on(["GET", "POST"], path, async (c) => {
      try {
        const answered = await answer(c, await parametersOf(c));
        return answered instanceof Response ? answered : c.json(answered as object);
      } catch (error) {
        return answerError(c, error);
      }
    });

  /** Series of `match[]` between `start` and `end`; without them, of the last 12 h. */
  async function seriesIn(parameters: URLSearchParams, fallback: (readonly Matcher[])[]) {
    const endMs = timeOf(parameters, "end", clock.now());
    const startMs = timeOf(parameters, "start", endMs - 12 * HOUR_MS);
    const sets = matcherSetsOf(parameters);
    return reader.series(sets.length === 0 ? fallback : sets, startMs, endMs);
  }

  route("/query", async (c, parameters) => {
    const expr = expressionOf(parameters);
    const timeMs = timeOf(parameters, "time", clock.now());
    const result = await evaluate.instant(expr, timeMs, {
      signal: c.req.raw.signal,
      deadlineMs: timeoutOf(parameters),
    });
    return success(instantData(result, timeMs), result);
  });

  route("/query_range", async (c, parameters) => {
    const expr = expressionOf(parameters);
    const grid = gridOf(parameters);
    const type = typeOf(expr);
    if (type === "matrix" || type === "string") {
      throw new ParameterError(
        `invalid parameter "query": invalid expression type "${type === "matrix" ? "range vector" : "string"}" for range query, must be Scalar or instant Vector`,
      );
    }
    const result = await evaluate.longRange(expr, grid, {
      signal: c.req.raw.signal,
      deadlineMs: timeoutOf(parameters),
    });
    if (wantsColumns(c)) return columnsAnswer(c, result, grid, past);
    return success(rangeData(result), result);
  });

  route("/series", async (_c, parameters) => {
    if (parameters.getAll("match[]").length === 0) throw new ParameterError("no match[] parameter provided");
    const { data, ...rest } = limited(parameters, await seriesIn(parameters, []));
    return { status: "success", data: data.map(labelsToJson), ...rest };
  });

  route("/labels", async (_c, parameters) => {
    const names = new Set<string>();
    for (const labels of await seriesIn(parameters, [[]])) for (const name of labels.keys()) names.add(name);
    return { status: "success", ...limited(parameters, [...names].sort()) };
  });

  route("/label/:name/values", async (c, parameters) => {
    const name = c.req.param("name") ?? "";
    const values = new Set<string>();
    for (const labels of await seriesIn(parameters, [[]])) {
      const value = labels.get(name);
      if (value !== undefined) values.add(value);
    }
    return { status: "success", ...limited(parameters, [...values].sort()) };
  });

  route("/metadata", async (_c, parameters) => {
    const only = parameters.get("metric");
    const limit = Number(parameters.get("limit") ?? Number.POSITIVE_INFINITY);
    const data: Record<string, MetricMetadata[]> = Object.create(null);
    let count = 0;
    for (const [name, known] of metadata()) {
      if ((only !== null && name !== only) || count >= limit) continue;
      data[name] = [known];
      count++;
    }
    return { status: "success", data };
  });

  route("/format_query", async (_c, parameters) => ({
    status: "success",
    data: formatExpr(expressionOf(parameters)),
  }));

  route("/status/buildinfo", async () => ({
    status: "success",
    data: {
      version,
      revision: "",
      branch: "",
      buildUser: "",
      buildDate: "",
      goVersion: "",
      application: "mission-control",
    },
  }));

  return app;
}

function success(data: PromData, from: { warnings: readonly string[]; infos: readonly string[] }) {
  return {
    status: "success",
    data,
    ...(from.warnings.length > 0 ? { warnings: from.warnings } : {}),
    ...(from.infos.length > 0 ? { infos: from.infos } : {}),
  };
}

function answerError(c: Context, error: unknown): Response {
  if (error instanceof ParameterError) return promError(c, "bad_data", error.message);
  if (error instanceof Refusal && (error.code === "store_away" || error.code === "overloaded"))
    return promError(c, "unavailable", error.message);
  if (!(error instanceof PromqlError)) throw error;
  if (error.kind === "bad_data")
    return promError(c, "bad_data", `invalid parameter "query": ${error.message}`, error.column);
  if (error.kind === "too_costly")
    return promError(c, "execution", `${error.message}; narrow the range or the selector`);
  if (error.kind === "timeout")
    return promError(c, "execution", `${error.message}; narrow the range or the selector`);
  return promError(c, error.kind, error.message);
}

function promError(c: Context, errorType: PromError["errorType"], error: string, column?: number): Response {
  const body: PromError = { status: "error", errorType, error, ...(column === undefined ? {} : { column }) };
  return c.json(body, STATUS[errorType]);
}
