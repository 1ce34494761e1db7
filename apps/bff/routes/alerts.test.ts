import {
  type Alert,
  type AlertState,
  alertListSchema,
  alertSchema,
  type Severity,
} from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import { Hono } from "hono";
import { pino } from "pino";
import { expect, it } from "vitest";
import { problemHandler } from "../edge/problems.ts";
import { alertRoutes } from "./alerts.ts";

const NOW_MS = 1_790_000_000_000;

function alertOf(id: string, state: AlertState, severity: Severity, sinceMs = NOW_MS): Alert {
  const words = { ruleName: "R", title: id, description: "", owner: "", runbook: "", link: "/" };
  const stands = { state, severity, sinceMs, firingMs: null, value: null, unit: "none", error: null };
  return alertSchema.parse({ id, rule: "r", labels: {}, ...words, ...stands, acknowledged: null, quiet: [] });
}

const now = [
  alertOf("pending", "pending", "critical"),
  alertOf("old", "firing", "error", NOW_MS - 10),
  alertOf("new", "firing", "error"),
  alertOf("worst", "recovering", "critical"),
  alertOf("grave", "firing", "critical"),
  alertOf("broken", "error", "warning"),
];

function open() {
  const asked: unknown[] = [];
  const app = new Hono();
  app.onError(problemHandler(pino({ level: "silent" })));
  const records = {
    at: async (timeMs: number) => [alertOf(`at ${timeMs}`, "firing" as const, "info" as const)],
    history: async (query: unknown) => {
      asked.push(query);
      return { changes: [], next: null };
    },
  };
  const engine = { alerts: () => [...now], standing: () => now };
  app.route("/", alertRoutes({ engine, records, clock: manualClock(NOW_MS) }));
  const get = async (path: string) => {
    const answer = await app.request(path);
    return { status: answer.status, body: await answer.json() };
  };
  return { app, asked, get };
}

it("alerts are told the gravest first: what fires, what cannot be told, what may come", async () => {
  const { get } = open();
  const { body } = await get("/");
  expect(alertListSchema.parse(body).atMs).toBe(NOW_MS);
  expect(body.alerts.map(({ id }: Alert) => id)).toEqual([
    "grave",
    "worst",
    "new",
    "old",
    "broken",
    "pending",
  ]);
});

it("alerts are told as they were at a moment", async () => {
  const { get } = open();
  expect((await get("/?at=1234")).body).toMatchObject({ atMs: 1234, alerts: [{ id: "at 1234" }] });
  for (const at of ["yesterday", "-1", "1e3"]) expect((await get(`/?at=${at}`)).status).toBe(400);
});

it("alerts are counted by state, and those that fire by severity", async () => {
  const { get } = open();
  expect((await get("/counts")).body).toEqual({
    atMs: NOW_MS,
    byState: { firing: 3, recovering: 1, error: 1, pending: 1, "no-data": 0 },
    firing: { critical: 2, error: 2, warning: 0, info: 0 },
  });
});

it("the history is asked with what the address says, and refused in words", async () => {
  const { app, asked, get } = open();
  expect((await get("/history?rule=hot&from=5&before=9&limit=3")).status).toBe(200);
  expect(asked).toEqual([{ rule: "hot", from: 5, before: 9, limit: 3 }]);
  const { status, body } = await get("/history?limit=0&before=x");
  expect([status, body.errors.map(({ path }: { path: string }) => path).sort()]).toEqual([
    400,
    ["before", "limit"],
  ]);
  expect((await app.request("/", { method: "POST" })).status).toBe(405);
  expect((await app.request("/history", { method: "DELETE" })).status).toBe(405);
});
