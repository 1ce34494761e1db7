import {
  type Found,
  limits,
  type MetricMetadata,
  type PromError,
  type PromqlAsked,
  type PromqlStore,
} from "@mission-control/contracts";
import type { Context } from "hono";
import type { Past } from "../past.ts";
import { columnsAnswer, wantsColumns } from "./columns-answer.ts";
import { gridOf, limitedSeries, limitOf, ParameterError, timeOf, timeoutOf } from "./parameters.ts";
import { success } from "./prom-answer.ts";
import { instantData } from "./prom-data.ts";
import { rangeAnswer } from "./prom-range-json.ts";

/** What of a request goes on to a store; everything else in it is between the asker and us. */
const PASSED = ["match[]", "start", "end", "limit", "metric", "limit_per_metric"];

interface Request<Store> {
  readonly store: Store;
  readonly c: Context;
  readonly parameters: URLSearchParams;
  readonly nowMs: number;
  /** What a browser may keep of the answer; without it nothing. */
  readonly past?: Pick<Past, "finalMs" | "generation">;
}

type Answer<Store> = (request: Request<Store>, asked: PromqlAsked) => Promise<unknown>;
type Evaluates = Pick<PromqlStore, "range" | "instant">;

/** What is asked of whatever evaluates a text: by the path of the route. */
export const queryAnswers: ReadonlyMap<string, Answer<Evaluates>> = new Map<string, Answer<Evaluates>>([
  [
    "/query",
    async ({ store, parameters, nowMs }, asked) => {
      const timeMs = timeOf(parameters, "time", nowMs);
      const limit = limitOf(parameters);
      const all = await store.instant(textOf(parameters), timeMs, asked);
      if ("error" in all) return all;
      const result = limitedSeries(limit, all);
      return success(instantData(result, timeMs), result);
    },
  ],
  [
    "/query_range",
    async ({ store, c, parameters, past = nothingFinal }, asked) => {
      const grid = gridOf(parameters);
      const limit = limitOf(parameters);
      const all = await store.range(textOf(parameters), grid, asked);
      if ("error" in all) return all;
      const result = limitedSeries(limit, all);
      return wantsColumns(c) ? columnsAnswer(c, result, grid, past) : rangeAnswer(c, result);
    },
  ],
]);

/** What a store that answers PromQL itself is asked: by the path of the route. The text goes there as it came. */
export const proxiedAnswers: ReadonlyMap<string, Answer<PromqlStore>> = new Map<string, Answer<PromqlStore>>([
  ...queryAnswers,
  ["/series", async ({ store, parameters }, asked) => found(await store.seriesOf(passed(parameters), asked))],
  [
    "/labels",
    async ({ store, parameters }, asked) => found(await store.labelNames(passed(parameters), asked)),
  ],
  [
    "/label/:name/values",
    async ({ store, c, parameters }, asked) =>
      found(await store.labelValues(c.req.param("name") ?? "", passed(parameters), asked)),
  ],
  [
    "/metadata",
    async ({ store, parameters }, asked) => {
      const known = await store.metadata(passed(parameters), asked);
      return "error" in known ? known : { status: "success", data: recordOf(known) };
    },
  ],
]);

/** Asks a store; a timeout in the request and an asker who leaves end its question. */
export function askProxied<Store>(answer: Answer<Store>, request: Request<Store>): Promise<unknown> {
  const { c, parameters } = request;
  return answer(request, { signal: c.req.raw.signal, deadlineMs: timeoutOf(parameters) });
}

/** Of another's past we do not know what is final: a browser asks again. */
export const nothingFinal = { finalMs: () => 0, generation: () => "" };

function textOf(parameters: URLSearchParams): string {
  const text = parameters.get("query") ?? "";
  if (text.length <= limits.expressionLength) return text;
  throw new ParameterError(`invalid parameter "query": over ${limits.expressionLength} characters`);
}

function passed(parameters: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...parameters].filter(([name]) => PASSED.includes(name)));
}

function found<Item>(answer: Found<Item> | PromError) {
  if ("error" in answer) return answer;
  const { data, warnings } = answer;
  return { status: "success", data, ...(warnings.length > 0 ? { warnings } : {}) };
}

function recordOf(known: ReadonlyMap<string, readonly MetricMetadata[]>) {
  const record: Record<string, readonly MetricMetadata[]> = Object.create(null);
  for (const [name, all] of known) record[name] = all;
  return record;
}
