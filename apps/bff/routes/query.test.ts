import { manualClock, metric } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { createOwnMetrics } from "../own-metrics.ts";
import { createPast } from "../past.ts";
import { createStores } from "../stores/stores.ts";
import { queryRoutes } from "./query.ts";
import { serviceRoutes } from "./service.ts";

const startS = 1_790_000_000;
const clock = manualClock(startS * 1_000);
const series = ["a", "b", "c"].map((job, i) => ({
  labels: metric("m", { job }),
  timesMs: Float64Array.of(startS * 1_000),
  values: Float64Array.of(i),
}));
const reader = { select: async () => series, series: async () => series.map(({ labels }) => labels) };
const app = queryRoutes({
  reader,
  evaluate: createEvaluate({ reader, clock }),
  clock,
  version: "1",
  past: createPast(clock),
  stores: createStores({ clock, settings: [] }),
  metadata: () => new Map(["x", "y"].map((name) => [name, { type: "gauge" as const, help: "", unit: "" }])),
  onError: (error) => {
    throw error;
  },
});
const ask = async (path: string) => {
  const answer = await app.request(path);
  return { status: answer.status, body: await answer.json() };
};
const range = `start=${startS}&end=${startS + 5}&step=5`;

describe("limit, as Prometheus has it", () => {
  it("cuts a query's series, at one time and over a range, and says so", async () => {
    for (const path of ["/query?query=m", `/query_range?query=m&${range}`]) {
      const { body } = await ask(`${path}&limit=2`);
      expect(body.data.result).toHaveLength(2);
      expect(body.warnings).toEqual(["results truncated due to limit"]);
      for (const limit of ["0", "3", "99"]) {
        const all = await ask(`${path}&limit=${limit}`);
        expect(all.body.data.result).toHaveLength(3);
        expect(all.body.warnings).toBeUndefined();
      }
    }
    expect((await ask("/query?query=7&limit=1")).body.data.result).toEqual([startS, "7"]);
  });

  it("is refused where it is no number", async () => {
    for (const path of ["/query?query=m", `/query_range?query=m&${range}`, "/metadata?x="]) {
      for (const limit of ["abc", "1.5", ""]) {
        const { status, body } = await ask(`${path}&limit=${limit}`);
        expect([status, body.errorType]).toEqual([400, "bad_data"]);
        expect(body.error).toContain("limit must be a");
      }
    }
  });

  it("of metadata is none below zero", async () => {
    const count = async (limit: number) =>
      Object.keys((await ask(`/metadata?limit=${limit}`)).body.data).length;
    expect([await count(-1), await count(0), await count(1), await count(9)]).toEqual([2, 0, 1, 2]);
  });
});

it("a time, a step or a timeout that is only a space is none", async () => {
  for (const path of [
    "/query?query=m&time=%20",
    `/query?query=m&time=%20${startS}`,
    `/query_range?query=m&start=${startS}&end=${startS}&step=%20`,
    "/query?query=m&timeout=%20",
  ])
    expect(await ask(path)).toMatchObject({ status: 400, body: { errorType: "bad_data" } });
});

it("a fault of an expression is told with its line and column", async () => {
  const { body } = await ask(`/query?query=${encodeURIComponent("m +\n  foo{bar=}")}`);
  expect(body).toMatchObject({ line: 2, column: 11, error: expect.stringContaining("expected string") });
});

it("healthy and ready answer plain text where Prometheus does, for whoever stands before it", async () => {
  let ready = false;
  const status = () => expect.fail("nobody asks for it");
  const none = () => 0;
  const metrics = createOwnMetrics(
    {
      samples: none,
      events: none,
      rejected: () => new Map(),
      series: none,
      spool: () => ({ batches: 0, bytes: 0 }),
      sinks: () => [],
      watchers: none,
      livePairs: none,
      kernelDrops: () => new Map(),
      liveEventsDropped: none,
      stores: () => [],
      rules: () => ({ rules: 3, evaluations: 7, failures: 2, missed: 1, tookMs: 40 }),
      alerts: () => [{ state: "firing" }, { state: "pending" }, { state: "firing" }],
      notices: () => ({ sent: 0, failed: 0, retried: 0, waiting: 0 }),
    },
    "here",
  );
  const service = serviceRoutes({ status, ready: () => ready, metrics });
  const told = async (path: string) => {
    const answer = await service.request(path);
    return [answer.status, answer.headers.get("content-type")?.split(";")[0], await answer.text()];
  };
  expect(await told("/-/healthy")).toEqual([200, "text/plain", "Mission Control is healthy.\n"]);
  expect(await told("/-/ready")).toEqual([503, "text/plain", "Mission Control starts or stops.\n"]);
  ready = true;
  expect(await told("/-/ready")).toEqual([200, "text/plain", "Mission Control is ready.\n"]);
  const [, , shown] = await told("/metrics");
  for (const line of [
    "mission_control_rules 3",
    "mission_control_rule_evaluations_total 7",
    "mission_control_rule_evaluation_failures_total 2",
    "mission_control_rule_evaluations_missed_total 1",
    "mission_control_rule_evaluation_seconds_total 0.04",
    'mission_control_alerts{state="firing"} 2',
    'mission_control_alerts{state="no-data"} 0',
  ])
    expect(String(shown).split("\n")).toContain(line);
});
