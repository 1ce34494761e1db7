import { spawnSync } from "node:child_process";
import { connect } from "node:net";
import { expect, test } from "@playwright/test";
import { queryValues, type Running, sendDatagram, start, temporaryFolder } from "./process.ts";

const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body, headers: { "Content-Type": "application/json", ...headers } });

test.describe("the process", () => {
  const folder = temporaryFolder();
  let running: Running;

  test.beforeAll(async () => {
    running = await start(folder.path);
    // What it does once, at its start, is over with its first step.
    await expect.poll(async () => (await queryValues(running.url, "node_load1")).size).toBe(1);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  test("a StatsD counter is a value in /api/v1/query within two steps", async () => {
    await sendDatagram(running.statsdPort, "hits:1|c");
    const steps = async () =>
      [...(await queryValues(running.url, "count_over_time(node_load1[5m])")).values()][0] ?? 0;
    const before = await steps();
    await expect
      .poll(async () => [...(await queryValues(running.url, "hits_total")).values()], { intervals: [50] })
      .toEqual([1]);
    // By its own steps, which are as long as those of a machine that has much to do; one more may end while it is asked.
    expect((await steps()) - before).toBeLessThanOrEqual(3);
  });

  test("malformed StatsD never stops the listener, is counted and can be read", async () => {
    const lines = [
      "x:1|c|@Infinity",
      "x:1|c|@0",
      "\0\0\0",
      "nonsense",
      "a".repeat(60_000),
      "constructor:1|ms",
      "toString:1|s",
      "__proto__:1|c",
    ];
    for (const line of lines) await sendDatagram(running.statsdPort, line);
    await new Promise<void>((done) => {
      const socket = connect(running.statsdPort, "127.0.0.1", () =>
        socket.end(`${"y".repeat(65_536)}\nstill_here:2|c\n`, done),
      );
    });
    await expect
      .poll(async () => [...(await queryValues(running.url, "still_here_total")).values()])
      .toEqual([2]);
    const status = await (await fetch(`${running.url}/api/status`)).json();
    const statsd = status.sources.find((source: { name: string }) => source.name === "statsd");
    expect(statsd.rejected).toBeGreaterThanOrEqual(5);
    expect(statsd.bad.map((bad: { line: string }) => bad.line).join("\n")).toContain("nonsense");
    expect(statsd.bad.length).toBeLessThanOrEqual(20);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test("of a batch of events the good ones are kept, the others named by path and reason", async () => {
    const answer = await post(
      `${running.url}/api/events`,
      JSON.stringify([{ type: "page_load" }, { host: "a" }, { type: 7 }]),
    );
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    const problem = await answer.json();
    expect(problem.accepted).toBe(1);
    expect(problem.errors.map((error: { path: string }) => error.path)).toEqual(["1.type", "2.type"]);
    const page = await (await fetch(`${running.url}/api/events?type=page_load`)).json();
    expect(page.events).toHaveLength(1);
  });

  test("NDJSON is taken line by line, and a key makes a second sending count once", async () => {
    const body = '{"type":"nd","id":"nd-1"}\n{"type":"nd","id":"nd-2"}\n';
    const headers = { "Content-Type": "application/x-ndjson", "Idempotency-Key": "batch-1" };
    expect((await post(`${running.url}/api/events`, body, headers)).status).toBe(201);
    const again = await post(`${running.url}/api/events`, body, headers);
    expect(again.status).toBe(200);
    expect((await again.json()).duplicate).toBe(true);
    const page = await (await fetch(`${running.url}/api/events?type=nd`)).json();
    expect(page.events).toHaveLength(2);
  });

  test("a key that was used for something else loses nothing", async () => {
    const headers = { "Idempotency-Key": "one-key" };
    expect((await post(`${running.url}/api/events`, '{"type":"keyed","id":"a"}', headers)).status).toBe(201);
    expect((await post(`${running.url}/api/events`, '{"type":"keyed","id":"b"}', headers)).status).toBe(201);
    expect((await post(`${running.url}/api/deploys`, '{"service":"keyed"}', headers)).status).toBe(201);
    const again = await post(`${running.url}/api/events`, '{"type":"keyed","id":"b"}', headers);
    expect(await again.json()).toEqual({ accepted: 1, duplicate: true, ids: [] });
    const page = await (await fetch(`${running.url}/api/events?type=keyed`)).json();
    expect(page.events).toHaveLength(2);
    const { deploys } = await (await fetch(`${running.url}/api/deploys`)).json();
    expect(deploys.map((deploy: { service: string }) => deploy.service)).toContain("keyed");
  });

  test("what is refused over HTTP can be read with the other sources", async () => {
    await post(`${running.url}/api/events`, '{"host":"no type"}');
    const status = await (await fetch(`${running.url}/api/status`)).json();
    const events = status.sources.find((source: { name: string }) => source.name === "events");
    expect(events.rejected).toBeGreaterThanOrEqual(1);
    expect(events.bad[0]).toMatchObject({ line: "type" });
    expect((await fetch(`${running.url}/api/events`, { method: "DELETE" })).status).toBe(405);
    expect((await fetch(`${running.url}/api/live`, { method: "HEAD" })).status).toBe(200);
    const two = await (
      await post(`${running.url}/api/events`, '[{"type":7,"host":8},{"type":"good"}]')
    ).json();
    expect(two.detail).toBe("1 item refused; 1 item kept.");
    const csv = await fetch(`${running.url}/api/events`, {
      method: "POST",
      body: "a,b",
      headers: { "Content-Type": "text/csv" },
    });
    expect(csv.status).toBe(415);
  });

  test("a body over the limit is refused with 413", async () => {
    const answer = await post(`${running.url}/api/events`, `[${" ".repeat(9 * 1024 * 1024)}]`);
    expect(answer.status).toBe(413);
    expect((await answer.json()).code).toBe("too_large");
  });

  test("a bad expression answers 400 in Prometheus' shape, with the column", async () => {
    const answer = await fetch(`${running.url}/api/v1/query?query=${encodeURIComponent("sum(rate(x[5m])")}`);
    expect(answer.status).toBe(400);
    const body = await answer.json();
    expect(body).toMatchObject({ status: "error", errorType: "bad_data" });
    expect(body.error).toContain("parse error");
    expect(body.column).toBeGreaterThan(1);
  });

  test("Grafana's and promtool's questions are answered in Prometheus' shapes", async () => {
    const api = `${running.url}/api/v1`;
    await expect.poll(async () => (await queryValues(running.url, "node_load1")).size).toBe(1);
    const now = Date.now() / 1000;
    const form = new URLSearchParams({
      query: "node_load1",
      start: String(now - 10),
      end: String(now),
      step: "1",
    });
    const range = await (await fetch(`${api}/query_range`, { method: "POST", body: form })).json();
    expect(range.data.resultType).toBe("matrix");
    expect(range.data.result[0].metric.__name__).toBe("node_load1");
    const series = await (await fetch(`${api}/series?match[]=node_load1`)).json();
    expect(series.data[0].__name__).toBe("node_load1");
    expect((await (await fetch(`${api}/labels`)).json()).data).toContain("__name__");
    expect((await (await fetch(`${api}/label/__name__/values`)).json()).data).toContain("node_load1");
    expect((await (await fetch(`${api}/metadata?metric=node_load1`)).json()).data.node_load1[0].type).toBe(
      "gauge",
    );
    expect((await (await fetch(`${api}/status/buildinfo`)).json()).data.version).toMatch(/^\d/);
    expect(await (await fetch(`${running.url}/metrics`)).text()).toContain(
      "# TYPE mission_control_samples_total counter",
    );
  });

  test("every answer carries the security headers, and strangers' names and pages are refused", async () => {
    const page = await fetch(running.url);
    const policy = page.headers.get("content-security-policy");
    // WebAssembly is compiled (the sandbox of functions), text is never run as a script.
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy?.replace("'wasm-unsafe-eval'", "")).not.toContain("unsafe");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    const foreign = await post(`${running.url}/api/events`, '{"type":"x"}', {
      Origin: "http://evil.example",
    });
    expect(foreign.status).toBe(403);
    const { port } = new URL(running.url);
    const rebound = await new Promise<string>((resolve) => {
      let text = "";
      const socket = connect(Number(port), "127.0.0.1", () =>
        socket.write("GET /api/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
      );
      socket.on("data", (chunk) => {
        text += chunk;
      });
      socket.on("close", () => resolve(text));
    });
    expect(rebound).toContain("421");
  });

  test("a connection outlives the pauses of a page that asks now and then", async () => {
    const idleS = /timeout=(\d+)/.exec((await fetch(running.url)).headers.get("keep-alive") ?? "")?.[1];
    // The longest pause between two questions of the same kind is a minute.
    expect(Number(idleS)).toBeGreaterThan(60);
  });

  test("paths that climb are 404, and no file outside the page is given", async () => {
    const { port } = new URL(running.url);
    for (const path of [
      "/..%2f..%2f..%2fetc/passwd",
      "/%252e%252e/%252e%252e/etc/passwd",
      "/assets/..%5c..%5c..%5cpackage.json",
      "/assets/../../../../package.json",
      "/package.json",
    ]) {
      const answer = await new Promise<string>((resolve) => {
        let text = "";
        const socket = connect(Number(port), "127.0.0.1", () =>
          socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`),
        );
        socket.on("data", (chunk) => {
          text += chunk;
        });
        socket.on("close", () => resolve(text));
      });
      expect(answer, path).toMatch(/^HTTP\/1\.1 404/);
    }
  });

  test("a second start on the same data is refused and says why", async () => {
    await expect(start(folder.path)).rejects.toThrow(/already|in use|running/i);
  });

  test("a taken port is named, and the process ends with 1", async () => {
    const other = temporaryFolder();
    const { port } = new URL(running.url);
    await expect(start(other.path, { PORT: port })).rejects.toThrow(
      new RegExp(`ended with 1[\\s\\S]*Port ${port} is taken`),
    );
    other.remove();
  });

  test("a wrong setting names itself and the nearest right one", () => {
    const { status, stderr } = spawnSync(process.execPath, ["apps/bff/dist/main.js"], {
      env: { ...process.env, PORT: "banana" },
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stderr).toContain("PORT");
  });
});

test("what was acknowledged before a kill -9 is there once afterwards, and SIGTERM ends with 0 in time", async () => {
  const folder = temporaryFolder();
  let running = await start(folder.path);
  const acknowledged = new Set<string>();
  const deadline = Date.now() + 3_000;
  for (let i = 0; Date.now() < deadline || acknowledged.size <= 20; i++) {
    const answer = await post(`${running.url}/api/events`, JSON.stringify({ type: "kept", id: `kept-${i}` }));
    if (answer.status === 201) acknowledged.add(`kept-${i}`);
  }
  const before = await queryValues(running.url, "count_over_time(node_load1[1h])");
  const killedAtS = Date.now() / 1000;
  await running.stop("SIGKILL");

  running = await start(folder.path);
  const found: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: { events: { id: string }[]; next: string | null } = await (
      await fetch(`${running.url}/api/events?type=kept&limit=1000${cursor === "" ? "" : `&before=${cursor}`}`)
    ).json();
    found.push(...page.events.map((event) => event.id));
    cursor = page.next;
  }
  expect(new Set(found).size).toBe(found.length);
  for (const id of acknowledged) expect(found).toContain(id);
  const after = await queryValues(running.url, "count_over_time(node_load1[1h])", killedAtS);
  expect([...after.values()][0]).toBeGreaterThanOrEqual([...before.values()][0] ?? Number.POSITIVE_INFINITY);

  const stoppingAt = Date.now();
  expect(await running.stop("SIGTERM")).toBe(0);
  expect(Date.now() - stoppingAt).toBeLessThan(10_000);
  folder.remove();
});
