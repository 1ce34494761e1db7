import { columnsType, decodeColumns } from "@mission-control/contracts";
import { manualClock, systemClock } from "@mission-control/series";
import { startStubStore } from "@mission-control/store/real";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { createPast } from "../past.ts";
import { createStores } from "../stores/stores.ts";
import { queryRoutes } from "./query.ts";

const startS = 1_790_000_000;
const matrix = (values: [number, string][]) => ({
  status: "success",
  data: { resultType: "matrix", result: [{ metric: { __name__: "m" }, values }] },
});

describe("the query routes over another store", () => {
  let stub: Awaited<ReturnType<typeof startStubStore>>;
  let app: ReturnType<typeof queryRoutes>;

  beforeEach(async () => {
    stub = await startStubStore();
    const reader = { select: async () => [], series: async () => [] };
    const clock = manualClock(startS * 1_000);
    const stores = createStores({
      clock: systemClock,
      settings: [
        {
          name: "main",
          url: stub.url,
          kind: "victoriametrics",
          headers: {},
          timeout: 2_000,
          write: true,
          default: false,
        },
      ],
    });
    app = queryRoutes({
      reader,
      evaluate: createEvaluate({ reader, clock }),
      clock,
      version: "1",
      past: createPast(clock),
      stores,
      metadata: () => new Map(),
      onError: (error) => {
        throw error;
      },
    });
  });
  afterEach(() => stub.close());

  const ask = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
  const range = `start=${startS}&end=${startS + 10}&step=5`;
  const sent = () => new URLSearchParams(String(stub.requests.at(-1)!.body));

  it("hand the text on as it is, and nothing that was meant for us", async () => {
    stub.json(matrix([]));
    const text = encodeURIComponent("sum(m{a='b'}) keep_metric_names");
    await ask(`/query_range?store=main&query=${text}&${range}&timeout=1&extra_label=a%3Db`, {
      cookie: "a=b",
      authorization: "Bearer browser",
      "x-scope-orgid": "mine",
    });
    expect(Object.fromEntries(sent())).toEqual({
      query: "sum(m{a='b'}) keep_metric_names",
      start: String(startS),
      end: String(startS + 10),
      step: "5",
      timeout: "1000ms",
      nocache: "1",
      latency_offset: "1s",
    });
    for (const name of ["cookie", "authorization", "x-scope-orgid"])
      expect(stub.requests[0]!.headers).not.toHaveProperty(name);
    await ask("/labels?store=main&match[]=m&limit=3&extra_filters[]=x");
    expect(Object.fromEntries(sent())).toEqual({ "match[]": "m", limit: "3" });
  });

  it("give our page columns, of which a browser keeps nothing", async () => {
    stub.json(matrix([[startS + 5, "7.5"]]));
    const answer = await ask(`/query_range?store=main&query=m&${range}`, { accept: columnsType });
    const columns = decodeColumns(await answer.arrayBuffer());
    if ("code" in columns) throw new Error(columns.message);
    expect([...columns.series[0]!.values]).toEqual([Number.NaN, 7.5, Number.NaN]);
    expect(columns.finalMs).toBe(0);
  });

  it("say in Prometheus' words what a store says, and that it is away", async () => {
    stub.json({ status: "error", errorType: "execution", error: "too many samples" }, 422);
    const refused = await ask("/query?store=main&query=m");
    expect(refused.status).toBe(422);
    expect(await refused.json()).toEqual({
      status: "error",
      errorType: "execution",
      error: "too many samples",
    });
    stub.answers((_request, response) => response.writeHead(502).end());
    const away = await ask("/query?store=main&query=m");
    expect(away.status).toBe(503);
    expect(await away.json()).toMatchObject({
      errorType: "unavailable",
      error: "main is away: it answers 502",
    });
  });

  it("ask the built-in one by its name and by default, and know no others", async () => {
    for (const store of ["", "&store=embedded"])
      expect(await (await ask(`/query?query=1${store}`)).json()).toMatchObject({
        data: { result: [startS, "1"] },
      });
    expect(stub.requests).toEqual([]);
    const unknown = await ask("/query?query=1&store=mian");
    expect(unknown.status).toBe(400);
    expect((await unknown.json()).error).toBe(
      'invalid parameter "store": there is no store "mian"; there are embedded, main',
    );
  });
});
