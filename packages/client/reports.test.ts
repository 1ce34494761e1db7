import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "@mission-control/series";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createReports } from "./reports.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

const kept = (response: ServerResponse) => response.writeHead(201).end("{}");

/** A server that remembers what it was asked, and answers as it is told: by default that all was kept. */
async function listen(port = 0) {
  const asked: Asked[] = [];
  const answers: ((response: ServerResponse) => void)[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const body: unknown = JSON.parse(Buffer.concat(pieces).toString());
      asked.push({ path: request.url ?? "", headers: request.headers, body });
      (answers.shift() ?? kept)(response);
    });
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, answers, port: (server.address() as AddressInfo).port };
}

function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "client-reports-"));
  undo.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function open(port: number, more: { dir?: string; service?: string; maxSpoolBytes?: number } = {}) {
  const clock = manualClock(1_000);
  const reports = createReports({
    url: `http://127.0.0.1:${port}/`,
    clock,
    spoolDir: more.dir ?? tempDir(),
    maxSpoolBytes: more.maxSpoolBytes ?? 1_000_000,
    service: more.service,
    host: undefined,
    tags: { env: "test" },
  });
  undo.push(() => reports.close());
  return { clock, reports };
}

const numbersOf = (asked: Asked[]) =>
  asked.flatMap(({ body }) =>
    (body as { attributes: { n: number } }[]).map(({ attributes }) => attributes.n),
  );

describe("reports", () => {
  it("go out a moment after the first, together, with their time and what the client says of itself", async () => {
    const { asked, port } = await listen();
    const { clock, reports } = open(port, { service: "shop" });
    reports.event({ type: "a" });
    clock.advance(100);
    reports.event({ type: "b", service: "other", time: 7, tags: { k: "v" } });
    clock.advance(99);
    expect(asked).toEqual([]);
    clock.advance(1);
    await vi.waitFor(() => expect(reports.counts().events.sent).toBe(2));
    expect(asked).toMatchObject([
      {
        path: "/api/events",
        body: [
          { type: "a", service: "shop", time: 1_000, tags: ["env:test"] },
          { type: "b", service: "other", time: 7, tags: ["k:v", "env:test"] },
        ],
      },
    ]);
  });

  it("keep deploys in their place between the events", async () => {
    const { asked, port } = await listen();
    const { reports } = open(port, { service: "shop" });
    reports.event({ type: "before" });
    reports.deploy({ version: "v2" });
    reports.event({ type: "after" });
    await reports.flush();
    expect(asked.map(({ path }) => path)).toEqual(["/api/events", "/api/deploys", "/api/events"]);
    expect(asked).toMatchObject([
      { body: [{ type: "before" }] },
      { body: { service: "shop", version: "v2", time: 1_000 } },
      { body: [{ type: "after" }] },
    ]);
    expect(reports.counts()).toMatchObject({
      events: { sent: 2, queued: 0 },
      deploys: { sent: 1, queued: 0 },
    });
  });

  it("lose nothing and keep their order while the server is away", async () => {
    const port = await freePort();
    const { clock, reports } = open(port, { maxSpoolBytes: 10_000_000 });
    for (let n = 0; n < 6_000; n++) {
      reports.event({ type: "tick", attributes: { n } });
      clock.advance(1);
      if (n % 1_000 === 0) await reports.flush();
    }
    expect(reports.counts().events).toEqual({ queued: 6_000, sent: 0, dropped: 0, refused: 0 });
    const { asked } = await listen(port);
    await reports.flush();
    expect(numbersOf(asked)).toEqual(Array.from({ length: 6_000 }, (_, n) => n));
    expect(reports.counts().events).toEqual({ queued: 0, sent: 6_000, dropped: 0, refused: 0 });
  });

  it("go again under the same key until they are answered, also after a restart", async () => {
    const { asked, answers, port } = await listen();
    answers.push((response) => response.writeHead(500).end());
    answers.push((response) => response.destroy());
    const dir = tempDir();
    const first = open(port, { dir }).reports;
    first.event({ type: "once" });
    await first.flush();
    expect(first.counts().events.queued).toBe(1);
    await first.close();
    expect(asked).toHaveLength(2);
    const { clock, reports } = open(port, { dir });
    clock.advance(200);
    await vi.waitFor(() => expect(reports.counts().events).toMatchObject({ queued: 0, sent: 1 }));
    expect(new Set(asked.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect(new Set(asked.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    reports.event({ type: "another" });
    await reports.flush();
    expect(new Set(asked.map(({ headers }) => headers["idempotency-key"])).size).toBe(2);
  });

  it.each([
    ["seconds", "7"],
    ["a date", new Date(8_000).toUTCString()],
  ])("wait as long as a Retry-After in %s says", async (_, value) => {
    const { asked, answers, port } = await listen();
    answers.push((response) => response.writeHead(503, { "Retry-After": value }).end());
    const { clock, reports } = open(port);
    reports.event({ type: "a" });
    await reports.flush();
    await reports.flush();
    clock.advance(6_999);
    await reports.flush();
    expect(asked).toHaveLength(1);
    clock.advance(1);
    await vi.waitFor(() => expect(reports.counts().events.sent).toBe(1));
    expect(asked).toHaveLength(2);
  });

  it("wait longer after each failure, up to half a minute", async () => {
    const { asked, answers, port } = await listen();
    for (let i = 0; i < 10; i++) answers.push((response) => response.writeHead(502).end());
    const { clock, reports } = open(port);
    reports.event({ type: "a" });
    clock.advance(200);
    let waitedMs = 0;
    for (let count = 1; count <= 10; count++) {
      await vi.waitFor(() => expect(asked).toHaveLength(count));
      // When the timer is set is not to be seen from here: it is as soon as time that passes has an effect.
      waitedMs = 0;
      await vi.waitFor(
        () => {
          clock.advance(500);
          waitedMs += 500;
          expect(asked.length).toBeGreaterThan(count);
        },
        { interval: 5, timeout: 10_000 },
      );
    }
    expect(waitedMs).toBeGreaterThanOrEqual(15_000);
    await vi.waitFor(() => expect(reports.counts().events.sent).toBe(1));
  });

  it("that the server refuses are counted and not sent again", async () => {
    const { asked, answers, port } = await listen();
    answers.push((response) => response.writeHead(400).end(JSON.stringify({ accepted: 2, errors: [{}] })));
    answers.push((response) => response.writeHead(413).end("too large"));
    const { reports } = open(port);
    for (const type of ["a", "", "c"]) reports.event({ type });
    await reports.flush();
    expect(reports.counts().events).toEqual({ queued: 0, sent: 2, dropped: 0, refused: 1 });
    reports.event({ type: "d" });
    await reports.flush();
    await reports.flush();
    expect(reports.counts().events).toEqual({ queued: 0, sent: 2, dropped: 0, refused: 2 });
    expect(asked).toHaveLength(2);
  });

  it.each([401, 403, 404, 429, 500])(
    "are kept when the answer is %i, which may be put right",
    async (status) => {
      const { answers, port } = await listen();
      answers.push((response) => response.writeHead(status).end());
      const { reports } = open(port);
      reports.event({ type: "a" });
      await reports.flush();
      expect(reports.counts().events).toEqual({ queued: 1, sent: 0, dropped: 0, refused: 0 });
      await reports.flush();
      expect(reports.counts().events).toEqual({ queued: 0, sent: 1, dropped: 0, refused: 0 });
    },
  );

  it("give up a request that is not answered, and try again", async () => {
    const { asked, answers, port } = await listen();
    answers.push(() => {});
    const { clock, reports } = open(port);
    reports.event({ type: "a" });
    clock.advance(200);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await vi.waitFor(() => {
      clock.advance(1_000);
      expect(reports.counts().events.sent).toBe(1);
    });
    expect(asked).toHaveLength(2);
  });

  it("that are no JSON, too large or too late are counted and never throw", async () => {
    const { port } = await listen();
    const { reports } = open(port);
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(reports.event({ type: "a", attributes: circle as never })).toBe(false);
    expect(reports.event({ type: "a", attributes: { n: 1n as never } })).toBe(false);
    expect(reports.event({ type: "a", title: "x".repeat(200_000) })).toBe(false);
    await reports.close();
    expect(reports.event({ type: "a" })).toBe(false);
    expect(reports.counts().events).toEqual({ queued: 0, sent: 0, dropped: 4, refused: 0 });
  });
});
