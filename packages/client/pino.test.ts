import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { pino } from "pino";
import { afterEach, describe, expect, it, vi } from "vitest";
import logTransport from "./pino.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "client-pino-"));
  undo.push(() => rmSync(dir, { recursive: true }));
  return dir;
}

async function listen() {
  const events: { title: string; severity: string; service: string }[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      events.push(...JSON.parse(Buffer.concat(pieces).toString()));
      response.writeHead(201).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { events, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe("the pino transport", () => {
  it("sends what is logged as events, as a stream", async () => {
    const { events, url } = await listen();
    const transport = logTransport({ url, service: "shop", spoolDir: tempDir() });
    const log = pino({ level: "warn" }, transport);
    log.info("not this");
    log.warn("slow");
    log.error(new Error("broken"), "failed");
    transport.end();
    await once(transport, "close");
    expect(events).toMatchObject([
      { title: "slow", severity: "warning", service: "shop" },
      { title: "failed", severity: "error", attributes: { "err.message": "broken" } },
    ]);
  });

  it("sends what is logged as events, in pino's own thread", async () => {
    const { events, url } = await listen();
    const outfile = join(tempDir(), "transport.cjs");
    await build({
      entryPoints: [join(import.meta.dirname, "pino.ts")],
      outfile,
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "error",
    });
    const transport = pino.transport({
      target: outfile,
      options: { url, service: "shop", spoolDir: tempDir() },
    });
    const log = pino(transport);
    log.fatal("last words");
    // The end stops this thread until it is done, and this thread is the server's too.
    await vi.waitFor(() => expect(events).toHaveLength(1), { timeout: 10_000 });
    transport.end();
    await once(transport, "close");
    expect(events).toMatchObject([{ title: "last words", severity: "critical", service: "shop" }]);
  });
});
