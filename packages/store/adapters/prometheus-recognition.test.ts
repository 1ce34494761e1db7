import { metric, samplesOf, systemClock } from "@mission-control/series";
import { afterEach, describe, expect, it } from "vitest";
import { programOf, type RealKind, startRealStore } from "../real/start-store.ts";
import { startStubStore } from "../real/stub-store.ts";
import { openPrometheusStore } from "./prometheus.ts";

const nowMs = 1_790_000_000_000;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const vector = { resultType: "vector", result: [] };
const prometheus = { version: "3.5.0", revision: "r", branch: "main", goVersion: "go1.25" };
const mimir = { application: "Grafana Mimir", version: "3.0", revision: "r", goVersion: "go1.25" };
const build = "/api/v1/status/buildinfo";

/** A store that answers these pages, and every other with what a query gives; all else is missing. */
async function make(pages: Record<string, unknown>, { below = "" } = {}) {
  const stub = await startStubStore();
  closing.push(stub.close);
  const given = { ...pages };
  stub.answers((request, response) => {
    const path = (request.url ?? "").split("?")[0]!;
    const data = given[path] ?? (path.endsWith("/query") || request.method === "POST" ? vector : undefined);
    if (typeof data === "number") response.writeHead(data).end("no");
    else if (data === undefined) response.writeHead(404).end("404 page not found");
    else response.end(JSON.stringify({ status: "success", data }));
  });
  const open = (kind?: "prometheus") =>
    openPrometheusStore({ name: "main", url: stub.url + below, kind, timeoutMs: 2_000, clock: systemClock });
  const asked = () => stub.requests.map(({ path, body }) => [path, String(body)] as const);
  const last = () => asked().at(-1)!;
  return { stub, given, store: open(), open, asked, last };
}

describe("a store whose kind nobody named", () => {
  it.each([
    ["with nothing to say of its build", {}],
    ["with a version alone", { version: "2.24.0" }],
  ])("is VictoriaMetrics %s, and gets its parameters with the first question", async (_what, data) => {
    const { store, last } = await make({ [build]: data });
    expect(store.kind()).toBeUndefined();
    await store.instant("up", nowMs);
    expect(store.kind()).toBe("victoriametrics");
    expect(store.supports.exactValues).toBe(false);
    expect(Object.fromEntries(new URLSearchParams(last()[1]))).toMatchObject({
      nocache: "1",
      latency_offset: "1s",
      query: "up",
    });
  });

  it("is Prometheus where its build says so, or where it is too old to say", async () => {
    for (const pages of [{ [build]: prometheus }, {}]) {
      const { store, last } = await make(pages);
      await store.instant("up", nowMs);
      expect(store.kind()).toBe("prometheus");
      expect(last()[0]).toBe("/api/v1/query");
      expect(last()[1]).not.toContain("latency_offset");
    }
  });

  it("is Thanos where it lists the stores behind it", async () => {
    const { store } = await make({ [build]: prometheus, "/api/v1/stores": { query: [] } });
    await store.instant("up", nowMs);
    expect(store.kind()).toBe("thanos");
  });

  it("is Mimir by its own name, read below its prefix and written beside it, whichever the address holds", async () => {
    const one = samplesOf([{ labels: metric("up"), timeMs: nowMs, value: 1 }]);
    const pages = { [build]: mimir, [`/prometheus${build}`]: mimir };
    for (const below of ["", "/prometheus"]) {
      const { store, asked } = await make(pages, { below });
      await store.instant("up", nowMs);
      await store.append(one);
      expect(store.kind()).toBe("mimir");
      expect(
        asked()
          .slice(-2)
          .map(([path]) => path),
      ).toEqual(["/prometheus/api/v1/query", "/api/v1/push"]);
    }
  });

  it("is taken for Prometheus while it is not well enough to say, and asked again by the next look", async () => {
    const { store, given } = await make({ [build]: 503 });
    expect(await store.instant("up", nowMs)).toMatchObject({ type: "vector" });
    expect(store.kind()).toBeUndefined();
    given[build] = {};
    await store.probe();
    expect(store.kind()).toBe("victoriametrics");
  });

  it("is asked again after it was away, and once only while it is there", async () => {
    const { store, given, asked } = await make({ [build]: {} });
    for (let i = 0; i < 3; i++) await store.probe();
    expect(asked().filter(([path]) => path === build)).toHaveLength(1);
    given["/api/v1/query"] = 503;
    await expect(store.probe()).rejects.toMatchObject({ code: "store_away" });
    delete given["/api/v1/query"];
    given[build] = prometheus;
    await store.probe();
    expect(store.kind()).toBe("prometheus");
  });
});

it("a kind that the settings name is not asked for", async () => {
  const { open, asked } = await make({ [build]: {} });
  const store = open("prometheus");
  await store.probe();
  await store.instant("up", nowMs);
  expect(store.kind()).toBe("prometheus");
  expect(asked().map(([path]) => path)).toEqual(["/api/v1/query", "/api/v1/query"]);
});

for (const kind of ["prometheus", "victoriametrics"] satisfies RealKind[]) {
  it.skipIf(programOf(kind) === undefined)(`real ${kind} is known for what it is`, async () => {
    const real = await startRealStore(kind);
    closing.push(real.stop);
    const store = openPrometheusStore({ name: "main", url: real.url, timeoutMs: 10_000, clock: systemClock });
    await store.probe();
    expect(store.kind()).toBe(kind);
  });
}
