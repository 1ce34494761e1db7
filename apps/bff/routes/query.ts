import type { MetricMetadata, PromError, PromqlStore, SeriesReader } from "@mission-control/contracts";
import { formatExpr, PromqlError } from "@mission-control/promql";
import { type Clock, labelsToJson, type Matcher } from "@mission-control/series";
import { type Context, Hono } from "hono";
import type { Evaluate } from "../evaluate/evaluate.ts";
import { isPiped, type PipedReader } from "../functions/piped.ts";
import { ofVersion, type Past } from "../past.ts";
import type { Stores } from "../stores/stores.ts";
import { columnsAnswer, wantsColumns } from "./columns-answer.ts";
import { type LaneQuery, lanesAnswer } from "./lanes-answer.ts";
import {
  expressionOf,
  gridOf,
  limited,
  limitedSeries,
  limitOf,
  matcherSetsOf,
  metadataLimitOf,
  ParameterError,
  parametersOf,
  queriesOf,
  rangeExprOf,
  timeOf,
  timeoutOf,
} from "./parameters.ts";
import { answerError, answerPromError, success } from "./prom-answer.ts";
import { instantData } from "./prom-data.ts";
import { rangeAnswer } from "./prom-range-json.ts";
import { askProxied, nothingFinal, proxiedAnswers, queryAnswers } from "./proxied-query.ts";

const HOUR_MS = 3_600_000;
/** Of many queries so many series are read at once, as one query may; a query of more has its turn alone. */
const SERIES_AT_ONCE = 1_000;
/** A query that functions follow may read as many others: of such a few at once. */
const PIPED_WEIGHT = 100;
/** Of many queries so many are asked of another store at once. */
const STORE_AT_ONCE = 8;

type Answer = (c: Context, parameters: URLSearchParams) => Promise<unknown>;

/** Prometheus' HTTP API: the same questions and the same shapes of answers, so that Grafana and promtool can ask. */
export function queryRoutes(options: {
  reader: SeriesReader;
  evaluate: Evaluate;
  clock: Clock;
  version: string;
  past: Past;
  stores: Stores;
  metadata: () => ReadonlyMap<string, MetricMetadata>;
  /** To be told of what fails by our fault in an answer that has begun. */
  onError: (error: unknown) => void;
  /** Answers queries that functions follow; without it they are no queries. */
  piped?: {
    readerOf: (store: PromqlStore | undefined) => PipedReader;
    versionOf: (text: string) => string;
  };
}): Hono {
  const { piped, reader, evaluate, clock, version, past, stores, metadata, onError } = options;
  const app = new Hono();
  const route = (path: string, answer: Answer) =>
    app.on(["GET", "POST"], path, async (c) => {
      try {
        const parameters = await parametersOf(c);
        const answered = await ask(path, answer, c, parameters);
        if (answered instanceof Response) return answered;
        return isPromError(answered) ? answerPromError(c, answered) : c.json(answered as object);
      } catch (error) {
        return answerError(c, error);
      }
    });

  function storeOf(parameters: URLSearchParams): PromqlStore | undefined {
    try {
      return stores.proxied(parameters.get("store") ?? undefined);
    } catch (error) {
      throw error instanceof PromqlError
        ? new ParameterError(`invalid parameter "store": ${error.message}`)
        : error;
    }
  }

  /** A store that answers by itself is asked as it is; `store` names one, and without it the default one is meant. */
  function ask(path: string, answer: Answer, c: Context, parameters: URLSearchParams): Promise<unknown> {
    const store = storeOf(parameters);
    const request = { c, parameters, nowMs: clock.now() };
    const evaluated = queryAnswers.get(path);
    const query = parameters.get("query") ?? "";
    if (piped !== undefined && evaluated !== undefined && isPiped(query)) {
      const kept = store === undefined ? { past: ofVersion(past.asOfNow(), piped.versionOf(query)) } : {};
      return askProxied(evaluated, { ...request, ...kept, store: piped.readerOf(store) });
    }
    const proxied = proxiedAnswers.get(path);
    if (store === undefined || proxied === undefined) return answer(c, parameters);
    return askProxied(proxied, { ...request, store });
  }

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
    const limit = limitOf(parameters);
    const all = await evaluate.instant(expr, timeMs, {
      signal: c.req.raw.signal,
      deadlineMs: timeoutOf(parameters),
    });
    const result = limitedSeries(limit, all);
    return success(instantData(result, timeMs), result);
  });

  route("/query_range", async (c, parameters) => {
    const grid = gridOf(parameters);
    const limit = limitOf(parameters);
    const asOf = past.asOfNow();
    const all = await evaluate.longRange(rangeExprOf(parameters.get("query") ?? ""), grid, {
      signal: c.req.raw.signal,
      deadlineMs: timeoutOf(parameters),
    });
    const result = limitedSeries(limit, all);
    if (wantsColumns(c)) return columnsAnswer(c, result, grid, asOf);
    return rangeAnswer(c, result);
  });

  // Ours: many range queries on one grid, which are read together and fail each by itself.
  route("/query_ranges", async (c, parameters) => {
    const store = storeOf(parameters);
    const deadlineMs = timeoutOf(parameters);
    const grid = gridOf(parameters);
    const queryOf = (text: string): LaneQuery => {
      if (piped !== undefined && isPiped(text)) {
        const { range } = piped.readerOf(store);
        return {
          weight: PIPED_WEIGHT,
          version: piped.versionOf(text),
          ask: (signal) => range(text, grid, { signal, deadlineMs }),
        };
      }
      if (store !== undefined)
        return { weight: 1, ask: (signal) => store.range(text, grid, { signal, deadlineMs }) };
      const expr = rangeExprOf(text);
      const ask: LaneQuery["ask"] = (signal) => evaluate.longRange(expr, grid, { signal, deadlineMs });
      return { weight: evaluate.breadth(expr), ask };
    };
    return lanesAnswer(c, {
      queries: queriesOf(parameters).map((text) => orItsFault(queryOf, text)),
      most: store === undefined ? SERIES_AT_ONCE : STORE_AT_ONCE,
      grid,
      past: store === undefined ? past.asOfNow() : nothingFinal,
      onError,
    });
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
    const limit = metadataLimitOf(parameters);
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

/** A query that cannot be asked fails when it is its turn, as one that is asked in vain. */
function orItsFault(queryOf: (text: string) => LaneQuery, text: string): LaneQuery {
  try {
    return queryOf(text);
  } catch (error) {
    return { weight: 1, ask: () => Promise.reject(error) };
  }
}

const isPromError = (answered: unknown): answered is PromError =>
  typeof answered === "object" && answered !== null && "status" in answered && answered.status === "error";
