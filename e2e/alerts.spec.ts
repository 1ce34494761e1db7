import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { AlertHistory, AlertList, EventPage, RuleList } from "@mission-control/contracts";
import { expect, test } from "@playwright/test";
import { queryValues, type Running, sendDatagram, start, temporaryFolder } from "./process.ts";

const folder = temporaryFolder();
const env = { MISSION_CONTROL_OUTGOING_ALLOW: "127.0.0.1" };
let server: Running;
let hooks: Server;
/** The ids of the messages that came, each as often as it did. */
const messages: string[] = [];

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  hooks = createServer((request, response) => {
    messages.push(String(request.headers["webhook-id"]));
    request.resume();
    response.writeHead(204).end();
  });
  await new Promise<void>((listening) => hooks.listen(0, "127.0.0.1", listening));
  server = await start(folder.path, env);
});
test.afterAll(async () => {
  await server.stop();
  hooks.close();
  folder.remove();
});

const get = async <T>(path: string): Promise<T> => (await (await fetch(`${server.url}${path}`)).json()) as T;
const send = (method: "PUT" | "POST", path: string, body: unknown) =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
const put = (path: string, body: unknown) => send("PUT", path, body);
const firing = async (rule: string) =>
  (await get<AlertList>("/api/alerts")).alerts.filter(
    (alert) => alert.rule === rule && alert.state === "firing",
  );
const changesOf = async (rule: string) =>
  (await get<AlertHistory>(`/api/alerts/history?rule=${rule}`)).changes.map(
    ({ from, to }) => `${from} > ${to}`,
  );

async function killAndStartAgain(): Promise<void> {
  await server.stop("SIGKILL");
  server = await start(folder.path, env);
}

const healthOf = async (rule: string) =>
  (await get<RuleList>("/api/rules")).rules.find(({ slug }) => slug === rule)?.health;

/** Waits until a rule has been evaluated for a time after this one, and gives that. */
async function evaluatedAfter(rule: string, timeMs: number): Promise<number> {
  let lastMs = 0;
  await expect
    .poll(
      async () => {
        lastMs = (await healthOf(rule))?.lastMs ?? 0;
        return lastMs;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(timeMs);
  return lastMs;
}

/** Waits until a rule has been evaluated so many times more. */
async function evaluatedAgain(rule: string, everyMs: number, times: number): Promise<void> {
  await evaluatedAfter(rule, ((await healthOf(rule))?.lastMs ?? 0) + times * everyMs - 1);
}

/** The most time between two evaluations of a rule of each second, ms: a busy machine misses some, and is late for others. */
const betweenMs = async (rule: string) => 1_000 * (2 + ((await healthOf(rule))?.missed ?? 0));

test("a rule fires at the step it should, is told once, is an event and a series, and a crash repeats nothing", async () => {
  const { port } = hooks.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/hook`;
  expect((await put("/api/channels/hook", { slug: "hook", name: "Hook", kind: "webhook", url })).status).toBe(
    201,
  );
  const wrong = await put("/api/rules/hot", {
    name: "Hot",
    when: { kind: "threshold", expr: "sum(", level: 5 },
  });
  expect(wrong.status).toBe(400);
  expect((await wrong.json()).errors).toMatchObject([{ path: "when.expr", message: /^1:\d+: parse error/ }]);
  const rule = {
    name: "Hot",
    when: { kind: "threshold", expr: 'heat{room="server"}', op: "above", level: 5 },
    everyMs: 1_000,
    title: "It is {{value}} degrees in {{room}}",
    tell: { channels: ["hook"], waitMs: 0 },
  };
  const made = await put("/api/rules/hot", rule);
  expect(made.status).toBe(201);
  expect((await made.json()).warnings).toMatchObject([/gives nothing now/]);

  await sendDatagram(server.statsdPort, "heat:9|g|#room:server");
  await expect.poll(async () => (await firing("hot")).length, { timeout: 20_000 }).toBe(1);
  const [alert] = await firing("hot");
  expect(alert).toMatchObject({ title: "It is 9 degrees in server", value: 9, labels: { room: "server" } });
  const heat = await get<{ data: { result: { values: [number, string][] }[] } }>(
    "/api/v1/query?query=heat[5m]",
  );
  const firstMs = 1_000 * heat.data.result[0]!.values[0]![0];
  expect(alert!.sinceMs - firstMs).toBeGreaterThanOrEqual(0);
  expect(alert!.sinceMs - firstMs).toBeLessThanOrEqual(await betweenMs("hot"));
  await expect.poll(() => messages.length, { timeout: 20_000 }).toBe(1);

  const said = async () => {
    const { events } = await get<EventPage>("/api/events?type=alert");
    return events.filter(({ attributes }) => attributes.alert === alert!.id);
  };
  await expect
    .poll(said, { timeout: 20_000 })
    .toMatchObject([
      { type: "alert", severity: "error", attributes: { rule: "hot", status: "firing", value: 9 } },
    ]);
  const series = 'ALERTS{alertname="Hot",alertstate="firing",severity="error",room="server"}';
  await expect.poll(async () => [...(await queryValues(server.url, series)).values()]).toEqual([1]);

  await killAndStartAgain();
  expect(await firing("hot")).toMatchObject([{ id: alert!.id, sinceMs: alert!.sinceMs }]);
  await evaluatedAgain("hot", 1_000, 3);
  expect(await changesOf("hot")).toEqual(["normal > firing"]);
  expect(await said()).toHaveLength(1);
  expect(new Set(messages).size).toBe(1);
  const before = await get<AlertList>(`/api/alerts?at=${alert!.sinceMs - 1}`);
  const then = await get<AlertList>(`/api/alerts?at=${alert!.sinceMs}`);
  expect([before.alerts, then.alerts.map(({ id }) => id)]).toEqual([[], [alert!.id]]);
});

test("of twenty senders three that stop are one alert, also across a crash, and idle ones never are", async () => {
  test.setTimeout(90_000);
  const seen = 'sender_last_seen_timestamp_seconds{service="shop"}';
  const when = { kind: "senders", senders: { service: "shop" }, atLeast: 3, afterMs: 10_000 };
  expect((await put("/api/rules/gone", { name: "Gone", when, everyMs: 1_000 })).status).toBe(201);
  let stopped = 0;
  /** Some count, some say the same level all the time, some that there is nothing. */
  const sendAll = () => {
    for (let i = stopped; i < 20; i++) {
      const what = ["orders:1|c", "level:7|g", "errors:0|c"][i % 3];
      // A server that is about to start again hears nothing.
      sendDatagram(server.statsdPort, `${what}|#service:shop,instance:shop-${i}`).catch(() => {});
    }
  };
  const sending = setInterval(sendAll, 300);
  try {
    // Requests are signs of life as well.
    const request = { type: "request", service: "edge", host: "lb-1" };
    expect((await send("POST", "/api/events", request)).status).toBe(201);
    const edge = 'sender_last_seen_timestamp_seconds{service="edge",instance="lb-1"}';
    await expect.poll(async () => (await queryValues(server.url, edge)).size, { timeout: 20_000 }).toBe(1);
    const known = async () => [...(await queryValues(server.url, `count(${seen})`)).values()];
    await expect.poll(known, { timeout: 20_000 }).toEqual([20]);
    stopped = 3;
    const silentS = async () =>
      [...(await queryValues(server.url, `time() - min(${seen})`)).values()][0] ?? 0;
    await expect.poll(silentS, { timeout: 20_000 }).toBeGreaterThan(4);
    await killAndStartAgain();
    const againMs = await evaluatedAfter("gone", Date.now());
    await expect.poll(async () => (await firing("gone")).length, { timeout: 40_000 }).toBe(1);
    const [alert] = await firing("gone");
    expect(alert).toMatchObject({ labels: { service: "shop" }, value: 3 });
    // At the first evaluation after ten seconds without anything of theirs, and after the restart: what they are silent for then.
    const at = alert!.sinceMs / 1_000;
    const silent = [...(await queryValues(server.url, `time() - min(${seen})`, at)).values()][0]!;
    expect(silent).toBeGreaterThan(10);
    const dueMs = Math.max(alert!.sinceMs - 1_000 * (silent - 10), againMs);
    expect(alert!.sinceMs).toBeLessThanOrEqual(dueMs + (await betweenMs("gone")));
    await evaluatedAgain("gone", 1_000, 2);
    expect(await changesOf("gone")).toEqual(["normal > firing"]);
    const most = `max_over_time(sum(time() - ${seen} > bool 10)[1m:1s])`;
    expect([...(await queryValues(server.url, most)).values()]).toEqual([3]);
  } finally {
    clearInterval(sending);
  }
});
