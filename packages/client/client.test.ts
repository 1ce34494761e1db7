import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "@mission-control/series";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type ClientOptions, createClient } from "./client.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

async function listenUdp() {
  const lines: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (bytes) => lines.push(...bytes.toString().split("\n")));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  undo.push(() => socket.close());
  return { lines, port: socket.address().port };
}

async function listenTcp() {
  const lines: string[] = [];
  const server = createServer((socket) => {
    socket.on("data", (piece) => lines.push(...piece.toString().trimEnd().split("\n")));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  undo.push(() => server.close());
  return { lines, port: (server.address() as AddressInfo).port };
}

function open(port: number, more: ClientOptions = {}) {
  const spoolDir = mkdtempSync(join(tmpdir(), "client-"));
  undo.push(() => rmSync(spoolDir, { recursive: true, force: true }));
  const clock = manualClock(1_000);
  const statsd = { host: "127.0.0.1", port };
  // Port 1 is nobody's.
  const client = createClient({ url: "http://127.0.0.1:1", statsd, spoolDir, clock, ...more });
  undo.push(() => client.close());
  return { client, clock };
}

const nothing = { queued: 0, sent: 0, dropped: 0, refused: 0 };

describe("a client", () => {
  it.each(["udp", "tcp"] as const)("sends metrics of every kind over %s, with its tags", async (via) => {
    const { lines, port } = await (via === "udp" ? listenUdp() : listenTcp());
    const { client } = open(port, { via, service: "shop", tags: { zone: 1 } });
    client.count("hits");
    client.count("hits", 2);
    client.gauge("level", 7);
    client.set("users", 12);
    client.time("checkout", 5);
    expect(client.time("job", () => "result")).toBe("result");
    client.timer("sampled").sample(1).every("5s").record(3);
    await client.flush();
    await vi.waitFor(() =>
      expect(lines).toEqual(
        ["hits:3|c", "level:7|g", "users:12|s", "checkout:5|ms", "job:0|ms", "sampled:3|ms"].map(
          (line) => `${line}|#service:shop,zone:1`,
        ),
      ),
    );
    expect(client.status()).toMatchObject({ metrics: { sent: 6, dropped: 0, queued: 0 } });
  });

  it("tells of its process until that is undone", async () => {
    const { lines, port } = await listenUdp();
    const { client, clock } = open(port);
    const stop = client.procInfo({ everyMs: 5_000 });
    const has = (pattern: RegExp) => lines.some((line) => pattern.test(line));
    await vi.waitFor(async () => {
      await client.flush();
      expect(has(/^process_resident_memory_bytes:[1-9]\d{6,}\|g$/)).toBe(true);
      if (platform() !== "win32") expect(has(/^process_open_fds:[1-9]\d*\|g$/)).toBe(true);
    });
    lines.length = 0;
    clock.advance(5_000);
    await vi.waitFor(async () => {
      await client.flush();
      expect(has(/^process_cpu_seconds:0?\.?\d+(e-\d+)?\|c$/)).toBe(true);
    });
    stop();
    await client.flush();
    const { sent } = client.status().metrics;
    clock.advance(60_000);
    await client.flush();
    expect(client.status().metrics.sent).toBe(sent);
  });

  it("says what became of what it was given, and never throws for a server that is away", async () => {
    const { port } = await listenUdp();
    const { client } = open(port);
    expect(client.event({ type: "a" })).toBe(true);
    expect(client.deploy({ service: "shop", version: "v2" })).toBe(true);
    await client.flush();
    expect(client.status()).toMatchObject({
      events: { ...nothing, queued: 1 },
      deploys: { ...nothing, queued: 1 },
      damaged: 0,
    });
    expect(client.status().spoolBytes).toBeGreaterThan(0);
    await client.close();
    expect(client.event({ type: "late" })).toBe(false);
    client.count("late");
    await client.flush();
    expect(client.status()).toMatchObject({
      events: { ...nothing, queued: 1, dropped: 1 },
      metrics: { dropped: 1 },
    });
  });
});
