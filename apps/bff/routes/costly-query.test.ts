import type { HttpBindings } from "@hono/node-server";
import { Refusal } from "@mission-control/contracts";
import { manualClock, metric, systemClock } from "@mission-control/series";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Apart, createApart } from "../evaluate/apart.ts";
import { builtWorker } from "../evaluate/built-worker.ts";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { listenHttp } from "../http.ts";
import { createPast } from "../past.ts";
import { createStores } from "../stores/stores.ts";
import { queryRoutes } from "./query.ts";

const reader = {
  select: async () => [{ labels: metric("m"), timesMs: Float64Array.of(1_000), values: Float64Array.of(7) }],
  series: async () => [],
};
const routes = (evaluate: ReturnType<typeof createEvaluate>) =>
  queryRoutes({
    reader,
    evaluate,
    clock: systemClock,
    version: "1",
    past: createPast(systemClock),
    stores: createStores({ clock: systemClock, settings: [] }),
    metadata: () => new Map(),
    onError: (error) => {
      throw error;
    },
  });

/** What costs minutes although it reads nothing. */
const COSTLY = [
  `/query?query=${encodeURIComponent("max_over_time(mad_over_time(vector(time())[6h:1s])[6h:1s])")}`,
  `/query_range?start=0&end=86400&step=10&query=${encodeURIComponent("max_over_time(quantile_over_time(0.5, vector(time())[3h:1s])[3h:1s])")}`,
];

describe("a costly query", () => {
  let worker: Awaited<ReturnType<typeof builtWorker>>;
  let apart: Apart;
  let http: Awaited<ReturnType<typeof listenHttp>>;

  beforeAll(async () => {
    worker = await builtWorker("evaluate/worker.ts");
    apart = createApart({ file: worker.file, clock: systemClock });
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.route("/", routes(createEvaluate({ reader, clock: systemClock, apart })));
    http = await listenHttp({ app, clock: systemClock, host: "127.0.0.1", port: 0 });
  });
  afterAll(async () => {
    await Promise.all([http.close(), apart.close()]);
    worker.remove();
  });

  it.each(COSTLY)(
    "lets others be answered while it runs, and ends when its asker leaves: %s",
    async (path) => {
      const url = `http://127.0.0.1:${http.port}`;
      const asker = new AbortController();
      let ended = false;
      const costly = fetch(url + path, { signal: asker.signal }).then(
        async (answer) => {
          ended = true;
          return answer.text();
        },
        (error: Error) => {
          ended = true;
          return error.name;
        },
      );
      for (let i = 0; i < 5; i++) {
        const other = await fetch(`${url}/query?query=m&time=2`);
        expect(await other.json()).toMatchObject({ data: { result: [{ value: [2, "7"] }] } });
        expect(ended).toBe(false);
      }
      asker.abort();
      expect(await costly).toBe("AbortError");
      // Its thread is free for one like it, which its own time ends.
      const again = await fetch(`${url + path}&timeout=200ms`);
      expect([again.status, ((await again.json()) as { error: string }).error]).toEqual([
        422,
        expect.stringContaining("narrow the range"),
      ]);
    },
  );
});

it("what is asked when too much is asked already is told when to come again", async () => {
  const select = () => Promise.reject(new Refusal("overloaded", "too much is asked"));
  const app = routes(createEvaluate({ reader: { ...reader, select }, clock: manualClock() }));
  const answer = await app.request("/query?query=m");
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await answer.json()).toMatchObject({ errorType: "unavailable", error: "too much is asked" });
});
