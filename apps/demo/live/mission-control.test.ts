import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { mockProduction } from "../view/mock-production.ts";
import { findListeners, isReady, putView } from "./mission-control.ts";
import { findMissionControl } from "./own-mission-control.ts";

/** Runs `work` against a server that answers as told. */
async function against(answer: RequestListener, work: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(answer);
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const source = (name: string, address: string, state = "listening") => ({
  name,
  address,
  state,
  received: 0,
  rejected: 0,
  lastReceivedMs: null,
  bad: [],
});

describe("finding Mission Control", () => {
  it("is ready when it says so, and not while it starts or nobody answers", async () => {
    await against(
      (request, response) => void response.writeHead(request.url === "/readyz" ? 200 : 404).end(),
      async (url) => expect(await isReady(url)).toBe(true),
    );
    await against(
      (_, response) => void response.writeHead(503).end(),
      async (url) => expect(await isReady(url)).toBe(false),
    );
    expect(await isReady("http://127.0.0.1:9")).toBe(false);
  });

  it("learns from it where it listens, and takes the usual ports for what it does not say", async () => {
    const status = {
      version: "1",
      startedMs: 0,
      nowMs: 0,
      baseStepMs: 5_000,
      retentionMs: 1,
      sources: [
        source("statsd", "udp and tcp 127.0.0.1:18125"),
        source("syslog", "udp and tcp 127.0.0.1:1", "failed"),
      ],
      sinks: [],
      spool: { batches: 0, bytes: 0, maxBytes: 1 },
      series: 0,
      problems: [],
    };
    await against(
      (_, response) => void response.end(JSON.stringify(status)),
      async (url) => {
        const { statsd, syslog } = await findListeners(url);
        expect([statsd, syslog]).toEqual([
          { host: "127.0.0.1", port: 18_125 },
          { host: "127.0.0.1", port: 5_514 },
        ]);
      },
    );
  });

  it("says in words why a view was not taken", async () => {
    const problem = {
      type: "about:blank",
      title: "Bad",
      status: 400,
      code: "invalid_body",
      detail: "no lanes",
    };
    await against(
      (_, response) => void response.writeHead(400).end(JSON.stringify(problem)),
      async (url) => {
        await expect(putView(url, mockProduction)).rejects.toThrow(/mock-production: no lanes/);
      },
    );
    await against(
      (_, response) => void response.writeHead(500).end("<html>"),
      async (url) => {
        await expect(putView(url, mockProduction)).rejects.toThrow(/answered with 500/);
      },
    );
  });

  it("takes the one that answers, which it does not end", async () => {
    await against(
      (_, response) => void response.end(),
      async (url) => {
        const found = await findMissionControl({ url, program: "/nowhere", clock: systemClock });
        expect(found.isOwn).toBe(false);
        await found.stop();
        expect(await isReady(url)).toBe(true);
      },
    );
  });

  it("says what to do where none answers and none can be started", async () => {
    const find = (url: string) =>
      findMissionControl({ url, program: "/nowhere/main.js", clock: systemClock });
    await expect(find("http://192.0.2.1:9")).rejects.toThrow(/leave --url out/);
    await expect(find("http://127.0.0.1:9")).rejects.toThrow(/npm run build/);
  });
});
